/**
 * The machine: what the engine drives. It computes, asks, and is fed; it has no clock, no IO and
 * no waiting. Between two calls of `advance` its whole state is data.
 */
import type { Fault, FunctionDefinition, Keyword, Program } from '../spec/index.ts';
import type { Dict, Value } from '../values/index.ts';

/** Where programs of one version are found: by script stem, lower-case. */
export interface Linker {
  program(script: string): Program | undefined;
  /** Config variables of the version (`param-NAME`), for every script's inputs that were not given; NOTHING if unknown. */
  variable(name: string): Value;
}

/** What all machines of a node share. */
export interface MachineParts {
  readonly functions: readonly FunctionDefinition[];
  /** Those with `compute` are run in place; the others become asks. */
  readonly keywords: readonly Keyword[];
  readonly limits: Limits;
}

/** Made once per node; `createMachines(parts)` is the interpreter's. */
export interface Machines {
  /** `inputs` by name without regard to case; the seed has 16 bytes. */
  start(linker: Linker, script: string, inputs: Dict, seed: Uint8Array): Machine;
  restore(linker: Linker, state: Uint8Array): Machine;
}

export interface Limits {
  readonly depth: number;
  /** Values alive, counted roughly. */
  readonly heap: number;
  readonly text: number;
  readonly list: number;
  readonly steps: number;
}

/** One request for an effect. `args` by parameter name. */
export interface Ask {
  readonly address: string;
  readonly keyword: string;
  readonly revision: number;
  readonly form: number;
  readonly args: ReadonlyMap<string, Value>;
  readonly script: string;
  readonly line: number;
  /** The asking frame, or one that called it, stands under ON ERROR: a fault reaches the program. */
  readonly traps: boolean;
}

export type Answer = { readonly value: Value } | { readonly fault: Fault };

export type Advance =
  /** Every fiber waits for an answer; `asks` holds those that are new since the last call, by address. */
  | {
      readonly kind: 'blocked';
      readonly asks: readonly Ask[];
      /** Addresses asked before whose answers nobody waits for any more: branches that came too late. */
      readonly left: readonly string[];
    }
  /** Pre-empted: call again. Some fibers may have asked already. */
  | { readonly kind: 'fuel' }
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'failed'; readonly fault: Fault };

export interface Machine {
  advance(fuel: number): Advance;
  /** Feeds one outstanding ask; an address that is not outstanding is a bug. */
  answer(address: string, answer: Answer): void;
  /**
   * Here a fork leaves the run it was made from: from now on another seed, and these variables hold these values, for
   * the fiber that asked at this address (right after it was answered, or while it is open), or '' before the first step.
   * Throws UnknownVariable.
   */
  diverge(address: string, seed: Uint8Array, values: Dict): void;
  /**
   * The run is cancelled: what it has asked is left, and of its program only cleanups go on, which undo what was done.
   * Taken after the answers that were fed before; what a cleanup under way has asked is not left.
   */
  cancel(): void;
  /** Something of the program would go on after `cancel`. */
  hasCleanup(): boolean;
  /** Asks without an answer yet; after a restore these are asked again, under the same addresses. */
  outstanding(): readonly Ask[];
  /** Only while blocked. */
  save(): Uint8Array;
  /** For :state and show: variables of the innermost frame of each fiber. */
  variables(): readonly {
    readonly fiber: string;
    readonly script: string;
    readonly line: number;
    readonly values: ReadonlyMap<string, Value>;
  }[];
}
