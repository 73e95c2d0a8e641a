/** A Program made ready to run: flat code and tables, made once per Program and shared by all its runs. */
import type { FunctionCode, FunctionDefinition, Keyword, Operand, Program, Terminator } from '../../spec/index.ts';
import type { Value } from '../../values/index.ts';

export interface Unit {
  readonly program: Program;
  /** The name under which the linker finds it. */
  readonly stem: string;
  readonly code: Int32Array;
  readonly constants: readonly Value[];
  /** Constant numbers of N operands. */
  readonly numbers: readonly number[];
  readonly functions: readonly FunctionUnit[];
  readonly builtins: readonly FunctionDefinition[];
  /** Field and method names, as written; `lowerNames` folded. */
  readonly names: readonly string[];
  readonly lowerNames: readonly string[];
  readonly shapes: readonly (readonly string[])[];
  readonly asks: readonly AskSite[];
  readonly computes: readonly ComputeSite[];
  readonly parallels: readonly ParallelSite[];
}

export interface FunctionUnit {
  readonly index: number;
  readonly unit: Unit;
  readonly source: FunctionCode;
  /** Of the function whose frame it sees as outer; -1 without. */
  readonly parent: number;
  readonly entry: number;
  readonly parameters: number;
  readonly registers: number;
  /** Start of each block in the code. */
  readonly blocks: Int32Array;
  /** Position of each block's terminator: where frames stand in a saved state. */
  readonly ends: Int32Array;
  /** Positions of all instructions, ascending, and the line of each. */
  readonly positions: Int32Array;
  readonly lines: Int32Array;
}

export interface AskSite {
  readonly keyword: string;
  readonly revision: number;
  readonly form: number;
  readonly names: readonly string[];
  readonly operands: readonly Operand[];
}

export type ParallelSite = Pick<Extract<Terminator, { op: 'parallel' }>, 'branches' | 'need' | 'each'>;

export interface ComputeSite {
  readonly keyword: Keyword;
  readonly names: readonly string[];
  readonly operands: readonly Operand[];
}

/** 1-based line of the instruction at a position. */
export function lineAt(fn: FunctionUnit, position: number): number {
  return fn.lines[lastAtMost(fn.positions, position)] ?? 0;
}

export const blockAt = (fn: FunctionUnit, position: number): number => lastAtMost(fn.blocks, position);

/** Index of the last number that is not above the wanted one. */
function lastAtMost(ascending: Int32Array, wanted: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] as number) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
