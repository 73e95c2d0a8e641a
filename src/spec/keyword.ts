/** A keyword: name, syntax, types, documentation, class of effect and the act itself, in one module. */
import type { Span } from '../base/index.ts';
import type { Value } from '../values/index.ts';
import type { Argument, Expression } from './ast.ts';
import type { DiagnosticCode } from './diagnostics.ts';
import type { FaultCode } from './fault.ts';
import type { Outcome, Ports, Signal, Wait, Write } from './ports.ts';
import type { Declarations } from './program.ts';

export type Group = 'dialog' | 'tools' | 'session' | 'memory' | 'bots' | 'data' | 'http' | 'files' | 'ai' | 'messaging' | 'language';

// ── parameters ──

/** How `perform` sees an argument. */
export interface Parameter<T> {
  readonly type:
    | 'text'
    | 'number'
    | 'boolean'
    | 'list'
    | 'object'
    | 'value'
    | 'word'
    | 'target'
    | 'pairs'
    | 'flag'
    | 'raw'
    | 'condition'
    | 'block'
    | 'statement';
  readonly summary: string;
  readonly isOptional: boolean;
  readonly isInternal?: true;
  optional(): Parameter<T | undefined>;
  /** Phantom: carries T to `perform`. */
  readonly _?: T;
}

function parameter<T>(type: Parameter<T>['type'], summary: string, isOptional = false): Parameter<T> {
  return { type, summary, isOptional, optional: () => parameter<T | undefined>(type, summary, true) };
}
/** A Secret passes `text` unopened only when the parameter is `value`; text means its plain form. */
export const text = (summary: string) => parameter<string>('text', summary);
export const number = (summary: string) => parameter<number>('number', summary);
export const boolean = (summary: string) => parameter<boolean>('boolean', summary);
export const list = (summary: string) => parameter<readonly Value[]>('list', summary);
export const object = (summary: string) => parameter<Value>('object', summary);
export const value = (summary: string) => parameter<Value>('value', summary);
/** A bare word or text, as written. */
export const word = (summary: string) => parameter<string>('word', summary);
/** The variable that receives the result; `perform` never sees it. */
export const target = (summary: string) => parameter<undefined>('target', summary);
export const pairs = (summary: string) => parameter<Value>('pairs', summary);
export const flag = (summary: string) => parameter<boolean>('flag', summary);
export const raw = (summary: string) => parameter<string>('raw', summary);
/** Of `:cond`, where no store translates it: data that `meets` understands (src/values/conditions.ts). */
export const condition = (summary: string) => parameter<Value>('condition', summary);
/** Statements and one statement: the compiler makes steps of them, `perform` never sees them. */
export const block = (summary: string) => parameter<undefined>('block', summary);
export const statement = (summary: string) => parameter<undefined>('statement', summary);
/** Given by the compiler, not written by anybody: stands in no syntax line. */
export const internal = <T>(given: Parameter<T>): Parameter<T | undefined> => ({ ...given.optional(), isInternal: true });

type Parameters = Readonly<Record<string, Parameter<unknown>>>;
export type Arguments<P extends Parameters> = { readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never };

/** The run that an ask of `run` begins and waits for: named so that whoever replays the ask names it alike. */
export const childRun = (run: string, address: string): string => `${run}.${address.replaceAll('/', '-')}`;

/** The field of a run's inputs that tells of the runs above it; no script can name it. */
export const LINEAGE = '~lineage';

// ── effects ──

export type EffectClass = 'pure' | 'ours' | 'data' | 'repeatable' | 'consequential' | 'wait';
/** 0 read, 1 write inside, 2 outward or dangerous. */
export type Tier = 0 | 1 | 2;

export interface Effect<N extends keyof Ports = keyof Ports> {
  readonly class: EffectClass;
  readonly tier: Tier;
  readonly needs?: readonly N[];
  /** consequential: the other side honours `ask.key`, so an unknown outcome is tried again instead of held. */
  readonly keyed?: boolean;
}

/** What an act may know of its run; all of it is data that is equal on replay, except `signal`. */
export interface AskContext {
  readonly run: string;
  readonly bot: string;
  readonly conversation?: string;
  readonly user?: string;
  readonly script: string;
  /** `run:address`: the name under which the other side may be asked again. */
  readonly key: string;
  readonly address: string;
  readonly attempt: number;
  /** Events that led here, one caused by the other. */
  readonly hops: number;
  readonly abort: AbortSignal;
  /** Stems of the scripts of this version. */
  readonly scripts: readonly string[];
  /** How this run was delegated to: what the LINEAGE of its inputs holds. */
  readonly lineage: Value;
  /** How often this run has asked the same with the same arguments, this time included; of keywords that give bots a task. */
  readonly times: number;
  /** Text that arrives before the answer is final; provisional, may be cleared by a new attempt. */
  stream(text: string): void;
  /** Config of the version: `config.csv` names, lower-case. */
  readonly config: Readonly<Record<string, string>>;
  /** Addresses the guard would refuse but this bot was granted, as `host` or `host:port`. */
  readonly granted: readonly string[];
}

/** What `ours` answers: rows that ride in the flush, and the value the program gets. */
export interface Ours {
  readonly result: Value;
  readonly writes: readonly Write[];
}
export interface Waits {
  readonly wait: Wait;
  readonly writes?: readonly Write[];
}
/** The act cannot be done as it was written; the program sees the fault. */
export interface Faulted {
  readonly fault: { readonly code: FaultCode; readonly message: string };
  readonly writes?: readonly Write[];
}
/** After a wake-up: the value, or wait again (a re-ask). */
export type Woken = Ours | Waits | Faulted;
export type Answered = Value | Outcome | Woken;

// ── the module ──

/** What `check` sees of an argument: its span and, where it is written as a literal, its value. */
export interface CheckedArgument {
  readonly span: Span;
  readonly literal?: Value;
  readonly node: Argument;
  readonly expression?: Expression;
}
export type Report = (code: DiagnosticCode, span: Span, details?: Readonly<Record<string, string | number>>) => void;

export interface KeywordDefinition<P extends Parameters = Parameters, N extends keyof Ports = keyof Ports> {
  /** Canonical, upper case, words parted by one space. */
  readonly name: string;
  readonly group: Group;
  readonly since: string;
  readonly summary: string;
  /** One line, or several where forms differ; the first is canonical. Notation: docs/language.md. */
  readonly syntax: string | readonly string[];
  readonly params: P;
  readonly returns?: Parameter<unknown>;
  readonly example: string;
  /** Raised when a fix changes what compiled programs would see. */
  readonly revision?: number;
  /** Asked only by what the compiler makes of other keywords: stands in no table, nobody writes it. */
  readonly isHelper?: true;
  /** false: no generated call spelling (a library function has the name). */
  readonly call?: boolean;
  /** 'never': not inside expressions. */
  readonly value?: 'never';
  readonly check?: (args: { readonly [K in keyof P]?: CheckedArgument }, report: Report) => void;
  /** Only at compile time (PARAM, DESCRIPTION, SET SCHEDULE): adds to the program's declarations, lowers to nothing. */
  readonly declare?: (args: { readonly [K in keyof P]?: CheckedArgument }, declarations: Declarations, report: Report) => void;
  /** Without an effect: computed in place, again on replay. */
  readonly compute?: (args: Arguments<P>, context: import('./functions.ts').FunctionContext) => Value;
  readonly effect?: Effect<N>;
  /**
   * pure, repeatable, consequential: a value or an Outcome. ours: `Ours`; it may read memory first, it touches nothing.
   * wait: `Waits`. data: a statement value (comes with the data keywords). Any class: `Faulted`.
   */
  readonly perform?: (
    args: Arguments<P>,
    context: { readonly ports: Pick<Ports, N>; readonly ask: AskContext },
  ) => Answered | Promise<Answered>;
  /**
   * wait: what a signal means. `tries` counts the waits of this ask so far (1 when the first one ends); `now` is
   * the bot's wall clock (as DateTime.ms) when the signal was taken. Its result is journaled, so it is not asked twice.
   */
  readonly wake?: (
    args: Arguments<P>,
    signal: Signal,
    context: { readonly ask: AskContext; readonly tries: number; readonly now: number },
  ) => Woken;
}

export const defineKeyword = <const P extends Parameters, N extends keyof Ports = never>(
  definition: KeywordDefinition<P, N>,
): KeywordDefinition<P, N> => definition;
/** A keyword whose parameter types no longer matter: as the tables hold it. */
// biome-ignore lint/suspicious/noExplicitAny: the table holds keywords of every shape
export type Keyword = KeywordDefinition<any, any>;
