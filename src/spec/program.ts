/**
 * The step IR: where compiler and runtime meet, and all either knows of the other.
 *
 * A Program is plain data (JSON in, JSON out), named by the hash of its canonical JSON and stored
 * once. Functions are control-flow graphs of basic blocks; EVERY CALL AND EVERY ASK ENDS A BLOCK, so
 * that fibers, frames, block numbers and registers are the whole state of a run at each of them.
 *
 * Operands: n ≥ 0 is register n of the current frame; n < 0 is constant ~n of the program.
 */
import type { Value } from '../values/index.ts';
import type { BinaryOperator } from './ast.ts';

/** Raised when the IR or the state codec changes; a node runs only engines it knows. */
export const ENGINE = 1;

export type Operand = number;
export type Register = number;
export type BlockId = number;

export interface Program {
  readonly engine: number;
  /** File name inside the package: `start.bas`. */
  readonly script: string;
  readonly constants: readonly Constant[];
  /** 0 is the body of the script. */
  readonly functions: readonly FunctionCode[];
  /** Library functions called, by `function` steps; pinned by revision. */
  readonly builtins: readonly { readonly name: string; readonly revision: number }[];
  /** Keywords asked or computed, pinned by revision. */
  readonly keywords: readonly { readonly name: string; readonly revision: number }[];
  /** What the run may be given by name (PARAMs, config variables, names read but never assigned), and the register of each; lower-case. */
  readonly inputs: readonly { readonly name: string; readonly register: Register }[];
  readonly declarations: Declarations;
}

export type Constant = null | boolean | number | string;

/**
 * What a script declares of itself, outside its steps. Later capabilities add fields (schedules, webhooks, tables).
 * In a compiled Program objects are plain JSON here, not Dicts. Defaults are also applied by the first steps of main.
 */
export interface Declarations {
  description?: string;
  readonly params: ParamDeclaration[];
  /** This script is begun by each of these. */
  events?: EventDeclaration[];
}

/** ON EVENT. `equals` is a probe that the event must have; what else its condition says, the script finds out itself. */
export interface EventDeclaration {
  readonly name: string;
  /** Of another bot. */
  readonly from?: string;
  readonly equals?: string;
}

export interface ParamDeclaration {
  readonly name: string;
  /** As written, upper case: STRING, INTEGER, DATE, …. */
  readonly type: string;
  readonly description?: string;
  readonly example?: Value;
  readonly required: boolean;
  readonly default?: Value;
  readonly options?: readonly Value[];
}

export interface FunctionCode {
  /** 'main', the routine's name, or `parallel@12/a` for a branch. */
  readonly name: string;
  readonly kind: 'main' | 'routine' | 'branch';
  /** The function whose frame `loadOuter` depth 1 reaches: main for routines, the enclosing function for branches. */
  readonly parent?: number;
  /** Arguments arrive in registers 0 … parameters-1; missing ones are NOTHING. */
  readonly parameters: number;
  readonly registers: number;
  /** For faults, :state and show; '' for temporaries. */
  readonly registerNames: readonly string[];
  readonly blocks: readonly BasicBlock[];
}

export interface BasicBlock {
  readonly steps: readonly Step[];
  readonly end: Terminator;
  /** 1-based source line of each step, then of the terminator. */
  readonly lines: readonly number[];
  /** Where ON ERROR RESUME NEXT goes on after a fault in this block: the block of the next statement. */
  readonly resume?: BlockId;
  /** Where a fault of this block goes on before ON ERROR is asked: a step that is tried again or left out. */
  readonly guard?: BlockId;
  /** Where a fault goes on that no ON ERROR of the function took; also when the run is cancelled. It tidies up and throws on. */
  readonly cleanup?: BlockId;
  /** Part of a cleanup: a run that is cancelled meanwhile finishes it first. */
  readonly isCleanup?: true;
}

/** Binary operators as the AST has them, without those that are control flow. */
export type StepOperator = Exclude<BinaryOperator, 'and' | 'or' | '??'>;

export type Step =
  | { readonly op: 'move'; readonly to: Register; readonly from: Operand }
  | { readonly op: 'binary'; readonly operator: StepOperator; readonly to: Register; readonly left: Operand; readonly right: Operand }
  | { readonly op: 'negate' | 'not' | 'plus'; readonly to: Register; readonly value: Operand }
  | { readonly op: 'isNull'; readonly to: Register; readonly value: Operand; readonly negated: boolean }
  /** Text of all parts, joined. */
  | { readonly op: 'join'; readonly to: Register; readonly parts: readonly Operand[] }
  | { readonly op: 'list'; readonly to: Register; readonly items: readonly Operand[] }
  | { readonly op: 'object'; readonly to: Register; readonly fields: readonly (readonly [key: string, value: Operand])[] }
  /** `field` keeps its spelling; lookup ignores case. `optional` gives NOTHING on NOTHING (so does a plain read: an unset variable never is an error). */
  | { readonly op: 'getMember'; readonly to: Register; readonly object: Operand; readonly field: string; readonly optional: boolean }
  | { readonly op: 'setMember'; readonly object: Operand; readonly field: string; readonly value: Operand }
  | { readonly op: 'getIndex'; readonly to: Register; readonly object: Operand; readonly index: Operand }
  | { readonly op: 'setIndex'; readonly object: Operand; readonly index: Operand; readonly value: Operand }
  /**
   * A register used as a container that holds NOTHING becomes a new object first (`SET a.b = 1`);
   * a new list where `index` is there and holds a number (`x[0] = 1`).
   */
  | { readonly op: 'ensureObject'; readonly register: Register; readonly index?: Operand }
  | { readonly op: 'loadOuter'; readonly to: Register; readonly depth: number; readonly register: Register }
  | { readonly op: 'storeOuter'; readonly depth: number; readonly register: Register; readonly from: Operand }
  | { readonly op: 'function'; readonly to: Register; readonly builtin: number; readonly args: readonly Operand[] }
  | {
      readonly op: 'method';
      readonly to: Register;
      readonly object: Operand;
      readonly method: string;
      readonly args: readonly Operand[];
      readonly optional: boolean;
    }
  /** A keyword without effect. */
  | { readonly op: 'compute'; readonly to: Register; readonly keyword: number; readonly args: AskArguments }
  /** FOR EACH: `list` register gets a snapshot to walk, `index` its position -1. */
  | { readonly op: 'iterate'; readonly list: Register; readonly index: Register; readonly from: Operand; readonly last?: Operand }
  | { readonly op: 'onError'; readonly mode: 'resumeNext' | 'off' | 'goto'; readonly block?: BlockId }
  | { readonly op: 'clearError' }
  /** The fault that led to a guard or cleanup block, as an object for `rethrow`. */
  | { readonly op: 'caught'; readonly to: Register };

/**
 * `live`: once this terminator has read its arguments, registers from `live` on are dead; a saved state
 * may leave them out. A loop whose hidden registers hold NOTHING (a GOTO went into its body) is done.
 */
export type Terminator =
  | { readonly op: 'jump'; readonly to: BlockId }
  | { readonly op: 'branch'; readonly test: Operand; readonly then: BlockId; readonly otherwise: BlockId }
  | {
      readonly op: 'compare';
      readonly operator: '=' | '<>' | '<' | '>' | '<=' | '>=';
      readonly left: Operand;
      readonly right: Operand;
      readonly then: BlockId;
      readonly otherwise: BlockId;
    }
  /** Counted loop entry: all three registers hold numbers afterwards; a step of 0 is a fault. */
  | {
      readonly op: 'forStart';
      readonly counter: Register;
      readonly limit: Register;
      readonly step: Register;
      readonly body: BlockId;
      readonly done: BlockId;
    }
  | {
      readonly op: 'forNext';
      readonly counter: Register;
      readonly limit: Register;
      readonly step: Register;
      readonly body: BlockId;
      readonly done: BlockId;
    }
  | {
      readonly op: 'next';
      readonly list: Register;
      readonly index: Register;
      readonly to: Register;
      readonly body: BlockId;
      readonly done: BlockId;
    }
  | {
      readonly op: 'call';
      readonly function: number;
      readonly args: readonly Operand[];
      readonly to: Register;
      readonly next: BlockId;
      readonly live?: number;
    }
  /** Another script of the same version, by name without its ending; arguments bind to its PARAMs in order. A fresh scope. */
  | {
      readonly op: 'callScript';
      readonly script: Operand;
      readonly args: readonly Operand[];
      readonly to: Register;
      readonly next: BlockId;
      readonly live?: number;
    }
  | {
      readonly op: 'ask';
      readonly keyword: number;
      readonly form: number;
      readonly args: AskArguments;
      readonly to: Register;
      readonly next: BlockId;
      readonly live?: number;
    }
  /**
   * One fiber a branch; goes on when all have ended, or `need` of them well: the others are left then, and what they asked
   * for is no longer heard. `each`: one branch, a fiber an element of the list, given as its argument; `most` side by side.
   */
  | {
      readonly op: 'parallel';
      readonly branches: readonly number[];
      readonly need?: number;
      readonly each?: { readonly list: Operand; readonly most?: Operand };
      readonly next: BlockId;
      readonly live?: number;
    }
  | { readonly op: 'return'; readonly value: Operand }
  /** EXIT, END: stops the script (not only the routine). */
  | { readonly op: 'end'; readonly value: Operand }
  | { readonly op: 'throw'; readonly value: Operand }
  /** A fault that was `caught` goes on. */
  | { readonly op: 'rethrow'; readonly value: Operand };

/**
 * By parameter name. Pairs arrive as an object, comma lists as a list, words as text, flags as true.
 * Where a list allows `*` and it was written, `<name>Any` is true beside it.
 */
export type AskArguments = Readonly<Record<string, Operand>>;
