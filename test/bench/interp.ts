/**
 * The interpreter beside Lua, Python and Node: the same five programs, best of several, in one run. The others'
 * stand in test/bench/interp/.
 */
import { execFileSync } from 'node:child_process';
import { createMachines, DEFAULT_LIMITS } from '../../src/runtime/index.ts';
import type { Program } from '../../src/spec/index.ts';
import { Dict, type Value } from '../../src/values/index.ts';
import { PROGRAMS } from './interp/programs.ts';

const ROUNDS = 25;
/** Programs whose geometric mean counts; `append` has a figure of its own. */
const COUNTED = ['fib', 'adds', 'sieve', 'dictionary'];

interface Timing {
  readonly ms: number;
  readonly result: string;
}
type Timings = ReadonlyMap<string, Timing>;

export async function run(): Promise<void> {
  const ours = new Map(Object.entries(PROGRAMS).map(([name, program]) => [name, timed(program)] as const));
  const lua = others('lua5.4', 'programs.lua');
  const python = others('python3', 'programs.py');
  const node = others(process.execPath, 'programs.mjs');
  console.log('program      basalt      lua   python     node');
  for (const [name, { ms, result }] of ours) {
    const row = [lua, python, node].map((each) => each.get(name) as Timing);
    for (const each of row) if (each.result !== result) throw new Error(`${name}: ${result} here, ${each.result} there`);
    console.log(`${name.padEnd(10)} ${[ms, ...row.map((each) => each.ms)].map((each) => each.toFixed(2).padStart(8)).join(' ')}`);
  }
  const toLua = mean(ours, lua);
  const toPython = mean(ours, python);
  const toNode = ratio(ours, node, 'append');
  console.log(
    `geometric mean: ${toLua.toFixed(2)} × Lua (≤ 2.2), ${toPython.toFixed(2)} × Python (≤ 0.8); append: ${toNode.toFixed(1)} × Node (≤ 5)`,
  );
  if (toLua > 2.2 || toPython > 0.8 || toNode > 5) process.exitCode = 1;
}

function timed(program: Program): Timing {
  const machines = createMachines({ functions: [], keywords: [], limits: DEFAULT_LIMITS });
  const linker = { program: () => program, variable: () => null };
  let ms = Number.POSITIVE_INFINITY;
  let result = '';
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    const machine = machines.start(linker, 'bench', new Dict(), new Uint8Array(16));
    let advance = machine.advance(100_000);
    while (advance.kind === 'fuel') advance = machine.advance(100_000);
    if (advance.kind !== 'done') throw new Error(JSON.stringify(advance));
    ms = Math.min(ms, performance.now() - started);
    result = shown(advance.value);
  }
  return { ms, result };
}

const shown = (value: Value): string => String(typeof value === 'string' ? value.length : value);

function others(command: string, file: string): Timings {
  const lines = execFileSync(command, [`test/bench/interp/${file}`, String(ROUNDS)], { encoding: 'utf8' })
    .trim()
    .split('\n');
  return new Map(
    lines.map((line) => {
      const [name = '', ms, result = ''] = line.split('\t');
      return [name, { ms: Number(ms), result }] as const;
    }),
  );
}

const ratio = (ours: Timings, theirs: Timings, name: string): number => (ours.get(name) as Timing).ms / (theirs.get(name) as Timing).ms;

const mean = (ours: Timings, theirs: Timings): number =>
  COUNTED.reduce((product, name) => product * ratio(ours, theirs, name), 1) ** (1 / COUNTED.length);
