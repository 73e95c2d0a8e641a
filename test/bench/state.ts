/** What an effect costs in state: save, drop, restore, answer and go on to the next, with a 20-entry object alive. */
import { createMachines, DEFAULT_LIMITS } from '../../src/runtime/index.ts';
import { Dict } from '../../src/values/index.ts';
import { irProgram } from '../support/ir.ts';

const EFFECTS = 2_000;
const ROUNDS = 12;

/** cart = 20 fields; total = 0; for i = 1 to …: answer = TALK "next"; total = total + cart.price; next */
const program = irProgram((k) => ({
  script: 'state.bas',
  keywords: [{ name: 'TALK', revision: 1 }],
  functions: {
    main: {
      registers: 'cart total i limit step answer t',
      blocks: [
        {
          steps: [
            {
              op: 'object',
              to: 0,
              fields: Array.from({ length: 20 }, (_, i) => [`field${i}`, k(i % 2 ? `value ${i}` : i * 100)] as const),
            },
            { op: 'move', to: 1, from: k(0) },
            { op: 'move', to: 2, from: k(1) },
            { op: 'move', to: 3, from: k(1e9) },
            { op: 'move', to: 4, from: k(1) },
          ],
          end: { op: 'forStart', counter: 2, limit: 3, step: 4, body: 1, done: 3 },
        },
        { end: { op: 'ask', keyword: 0, form: 0, args: { message: k('next') }, to: 5, next: 2, live: 5 } },
        {
          steps: [
            { op: 'getMember', to: 6, object: 0, field: 'field2', optional: false },
            { op: 'binary', operator: '+', to: 1, left: 1, right: 6 },
          ],
          end: { op: 'forNext', counter: 2, limit: 3, step: 4, body: 1, done: 3 },
        },
        { end: { op: 'return', value: 1 } },
      ],
    },
  },
}));

export async function run(): Promise<void> {
  const machines = createMachines({ functions: [], keywords: [], limits: DEFAULT_LIMITS });
  const linker = { program: () => program, variable: () => null };
  let best = Number.POSITIVE_INFINITY;
  let size = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let machine = machines.start(linker, 'state', new Dict(), new Uint8Array(16));
    machine.advance(1000);
    const started = performance.now();
    for (let i = 1; i <= EFFECTS; i++) {
      const state = machine.save();
      size = Math.max(size, state.length);
      machine = machines.restore(linker, state);
      machine.answer(`0.${i}`, { value: null });
      if (machine.advance(1000).kind !== 'blocked') throw new Error('the run should wait at its next effect');
    }
    best = Math.min(best, ((performance.now() - started) * 1000) / EFFECTS);
  }
  console.log(`save, drop, restore, resume: ${best.toFixed(1)} µs an effect (≤ 15), ${size} bytes (≤ 400)`);
  if (best > 15 || size > 400) process.exitCode = 1;
}
