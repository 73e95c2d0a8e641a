/** A function of the library (family J): pure, the same today and in a year. */
import type { Value } from '../values/index.ts';
import type { Fault } from './fault.ts';

export interface FunctionContext {
  /** 0 ≤ x < 1, from the run's seed: the same on replay. */
  random(): number;
  /** Ends the call with a fault the program can trap. */
  fail(code: 'bad-argument' | 'type' | 'length' | 'division' | 'thrown', message: string): never;
  /** The fault that ON ERROR trapped last and nobody cleared since. */
  error(): Fault | null;
  clearError(): void;
  /** Text and list lengths a function must not pass. */
  readonly limits: { readonly text: number; readonly list: number };
}

export interface FunctionDefinition {
  /** Canonical, upper case. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly group: 'date' | 'text' | 'number' | 'list' | 'convert' | 'check' | 'error';
  readonly since: string;
  readonly summary: string;
  /** As shown in the reference: `MID(text, start [, length])`. */
  readonly usage: string;
  readonly example: string;
  readonly arity: readonly [least: number, most: number];
  /** Raised when the meaning changes; a released revision stays callable for programs that were compiled with it. */
  readonly revision: number;
  /** May be written `NAME a, b` without parentheses. */
  readonly prefix?: boolean;
  /** `NAME` alone, never assigned by the program, is a call (NOW, TODAY). */
  readonly bare?: boolean;
  /** Steps counted for each element of its arguments (64 characters of a text count as one); 1 unless told, 0 where it does not look at them. */
  readonly stepsPerElement?: number;
  /** Arguments as they are, marked or secret: `apply` itself opens, refuses and marks (`functions/define.ts`). */
  readonly apply: (args: readonly Value[], context: FunctionContext) => Value;
}

export const defineFunction = (definition: FunctionDefinition): FunctionDefinition => definition;
