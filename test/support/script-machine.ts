/**
 * A machine for tests of the engine alone: each fiber asks a fixed list of effects, one after the other; the
 * result is all answers by address. Its program is carried in the constants of an otherwise empty Program.
 */
import type { Advance, Answer, Ask, Linker, Machine, Machines } from '../../src/runtime/index.ts';
import { ENGINE, type Program } from '../../src/spec/index.ts';
import { Dict, type Value, ValueDecoder, ValueEncoder } from '../../src/values/index.ts';

export interface ScriptedAsk {
  readonly keyword: string;
  readonly args?: Readonly<Record<string, Value>>;
  readonly traps?: boolean;
  /** Its argument `x` is the answer before it. */
  readonly usesLast?: boolean;
}

export const scripted = (...fibers: readonly ScriptedAsk[][]): Program => ({
  engine: ENGINE,
  script: 'start.bas',
  constants: [JSON.stringify(fibers)],
  functions: [],
  builtins: [],
  keywords: [],
  inputs: [],
  declarations: { params: [] },
});

interface Fiber {
  readonly asks: readonly ScriptedAsk[];
  at: number;
  last: Value;
  isBlocked: boolean;
}

export const scriptMachines: Machines = {
  start: (linker, script) => new ScriptMachine(programOf(linker, script), script),
  restore(linker, state) {
    const decoder = new ValueDecoder(state);
    const script = decoder.text();
    const machine = new ScriptMachine(programOf(linker, script), script);
    machine.load(decoder);
    return machine;
  },
};

function programOf(linker: Linker, script: string): readonly ScriptedAsk[][] {
  const program = linker.program(script);
  if (!program) throw new Error(`no script ${script}`);
  return JSON.parse(program.constants[0] as string);
}

class ScriptMachine implements Machine {
  readonly #script: string;
  readonly #fibers: Fiber[];
  readonly #result = new Dict();
  #runnable: number[];

  constructor(fibers: readonly ScriptedAsk[][], script: string) {
    this.#script = script;
    this.#fibers = fibers.map((asks) => ({ asks, at: 0, last: null, isBlocked: false }));
    this.#runnable = fibers.map((_, i) => i);
  }

  advance(): Advance {
    const asks: Ask[] = [];
    for (const index of this.#runnable.splice(0)) {
      const fiber = this.#fibers[index] as Fiber;
      if (fiber.at >= fiber.asks.length) continue;
      fiber.isBlocked = true;
      asks.push(this.#ask(index));
    }
    return this.#fibers.every((fiber) => fiber.at >= fiber.asks.length)
      ? { kind: 'done', value: this.#result }
      : { kind: 'blocked', left: [], asks };
  }

  #ask(index: number): Ask {
    const fiber = this.#fibers[index] as Fiber;
    const { keyword, args = {}, traps = false, usesLast } = fiber.asks[fiber.at] as ScriptedAsk;
    const all = new Map(Object.entries(args));
    if (usesLast) all.set('x', fiber.last);
    return { address: `${index}.${fiber.at}`, keyword, revision: 1, form: 0, args: all, script: this.#script, line: fiber.at + 1, traps };
  }

  answer(address: string, answer: Answer): void {
    const index = Number(address.split('.')[0]);
    const fiber = this.#fibers[index] as Fiber;
    if (!fiber.isBlocked || address !== `${index}.${fiber.at}`) throw new Error(`${address} is not outstanding`);
    fiber.last = 'value' in answer ? answer.value : `fault ${answer.fault.code}`;
    this.#result.set(address, fiber.last);
    fiber.isBlocked = false;
    fiber.at++;
    this.#runnable.push(index);
  }

  diverge(): void {
    throw new Error('a scripted machine has no variables');
  }

  cancel(): void {
    throw new Error('a scripted machine tidies nothing up');
  }

  hasCleanup(): boolean {
    return false;
  }

  outstanding(): readonly Ask[] {
    return this.#fibers.flatMap((fiber, index) => (fiber.isBlocked ? [this.#ask(index)] : []));
  }

  save(): Uint8Array {
    const encoder = new ValueEncoder();
    encoder.text(this.#script);
    for (const fiber of this.#fibers) {
      encoder.integer(fiber.at);
      encoder.byte(fiber.isBlocked ? 1 : 0);
      encoder.value(fiber.last);
    }
    encoder.value(this.#result);
    return encoder.finish();
  }

  load(decoder: ValueDecoder): void {
    this.#runnable = [];
    for (const fiber of this.#fibers) {
      fiber.at = decoder.integer();
      fiber.isBlocked = decoder.byte() === 1;
      fiber.last = decoder.value();
    }
    const result = decoder.value() as Dict;
    decoder.objects();
    for (const [address, value] of result.entries()) this.#result.set(address, value);
  }

  variables(): [] {
    return [];
  }
}
