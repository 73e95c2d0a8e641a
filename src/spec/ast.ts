/**
 * What was written, with spans that nest, do not overlap and cover every byte.
 *
 * A Script is tiled: `body` holds every line, comments and blanks included. A statement
 * has two spans: `span`, its own words, and `tile`, the whole physical lines it stands on
 * with their ends (statements that share a line, by `;` or in a one-line IF, have tile = span).
 * The tiles of a body follow each other without a gap.
 */
import type { Span } from '../base/index.ts';

export interface Script {
  readonly kind: 'script';
  readonly text: string;
  readonly span: Span;
  readonly body: Block;
  /** Set when no line reads as a statement: the file is one prose text (a prompt). */
  readonly prose?: TextTemplate;
}

export type Block = readonly Statement[];

interface Base {
  readonly span: Span;
  readonly tile: Span;
  /** An end-of-line comment, quote and all. */
  readonly comment?: Span;
}

/** The lines that open, part and close a block; `end` is missing where the block was never closed. */
interface Blocky extends Base {
  readonly head: Span;
  readonly end?: Span;
}

export interface Blank extends Base {
  readonly kind: 'blank';
}
export interface Comment extends Base {
  readonly kind: 'comment';
}
/** A line that did not parse: kept verbatim, answered with a diagnostic. */
export interface Broken extends Base {
  readonly kind: 'broken';
}
export interface Assign extends Base {
  readonly kind: 'assign';
  readonly word?: 'LET' | 'SET';
  readonly target: Target;
  readonly value: Expression;
}
/** A value for its effect: `list.PUSH(x)`, `f(x)`. */
export interface Evaluate extends Base {
  readonly kind: 'evaluate';
  readonly value: Expression;
}
export interface KeywordStatement extends Base, KeywordUse {
  readonly kind: 'keyword';
}
export interface If extends Blocky {
  readonly kind: 'if';
  readonly form: 'block' | 'line';
  readonly arms: readonly { readonly head: Span; readonly condition: Expression; readonly body: Block }[];
  readonly otherwise?: { readonly head: Span; readonly body: Block };
}
export interface ForEach extends Blocky {
  readonly kind: 'forEach';
  readonly variable: Name;
  readonly list: Expression;
  /** LAST n: only the last n elements. */
  readonly last?: Expression;
  readonly body: Block;
}
export interface For extends Blocky {
  readonly kind: 'for';
  readonly variable: Name;
  readonly from: Expression;
  readonly to: Expression;
  readonly step?: Expression;
  readonly body: Block;
}
export interface Loop extends Blocky {
  readonly kind: 'loop';
  /** `until` negates; `test` says where the condition stands; a bare DO … LOOP has none. */
  readonly condition?: { readonly expression: Expression; readonly until: boolean; readonly test: 'before' | 'after' };
  readonly form: 'while' | 'do';
  readonly body: Block;
}
export interface Select extends Blocky {
  readonly kind: 'select';
  readonly form: 'select' | 'switch';
  readonly subject: Expression;
  readonly cases: readonly { readonly head: Span; readonly tests: readonly CaseTest[]; readonly body: Block }[];
  readonly otherwise?: { readonly head: Span; readonly body: Block };
}
export type CaseTest =
  | { readonly kind: 'equals'; readonly value: Expression; readonly span: Span }
  | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression; readonly span: Span }
  | { readonly kind: 'compare'; readonly operator: '=' | '<>' | '<' | '>' | '<=' | '>='; readonly value: Expression; readonly span: Span };
export interface Routine extends Blocky {
  readonly kind: 'routine';
  readonly form: 'SUB' | 'FUNCTION';
  readonly name: Name;
  readonly parameters: readonly Name[];
  readonly body: Block;
}
/** CALL n, CALL n(args): a routine of this script, or another script when `callee` is text. */
export interface Call extends Base {
  readonly kind: 'call';
  readonly callee: Name | Expression;
  readonly args: readonly Expression[];
}
/** WITH name … END WITH: builds a new object in `name`; right sides see the outer scope. */
export interface With extends Blocky {
  readonly kind: 'with';
  readonly target: Target;
  readonly body: Block;
  /** The `field = value` lines of the body, in order. */
  readonly fields: readonly { readonly path: readonly Name[]; readonly value: Expression; readonly span: Span }[];
}
export interface Parallel extends Blocky {
  readonly kind: 'parallel';
  /** PARALLEL ANY is 1, PARALLEL 2 is 2: it goes on when so many branches have ended well. Absent: all. */
  readonly need?: number;
  /** PARALLEL FOR EACH x IN list [MAX m]: one branch, run once for each element, at most m of them side by side. */
  readonly each?: { readonly variable: Name; readonly list: Expression; readonly most?: Expression };
  readonly branches: readonly { readonly head: Span; readonly name?: Name; readonly body: Block }[];
}
export interface Label extends Base {
  readonly kind: 'label';
  readonly name: Name;
}
export interface Goto extends Base {
  readonly kind: 'goto';
  readonly name: Name;
}
export interface Exit extends Base {
  readonly kind: 'exit';
  readonly what: 'for' | 'do' | 'while' | 'sub' | 'function' | 'loop' | 'select' | 'script';
}
export interface Continue extends Base {
  readonly kind: 'continue';
}
export interface Return extends Base {
  readonly kind: 'return';
  readonly value?: Expression;
  /** RETURN WITH k AS v, …. */
  readonly fields?: Pairs;
}
export interface OnError extends Base {
  readonly kind: 'onError';
  readonly mode: 'resumeNext' | 'goto0' | 'goto';
  readonly label?: Name;
}
export interface ClearError extends Base {
  readonly kind: 'clearError';
}
export interface Throw extends Base {
  readonly kind: 'throw';
  readonly value?: Expression;
}

export type Statement =
  | Blank
  | Comment
  | Broken
  | Assign
  | Evaluate
  | KeywordStatement
  | If
  | ForEach
  | For
  | Loop
  | Select
  | Routine
  | Call
  | With
  | Parallel
  | Label
  | Goto
  | Exit
  | Continue
  | Return
  | OnError
  | ClearError
  | Throw;

// ── expressions ──

interface Spanned {
  readonly span: Span;
}
/** A word used as a name; `id` is lower-case, `text` as written (a `$` at the end is dropped from `id`). */
export interface Name extends Spanned {
  readonly kind: 'name';
  readonly id: string;
  readonly text: string;
}
export interface NumberLiteral extends Spanned {
  readonly kind: 'number';
  readonly value: number;
}
export interface TextLiteral extends Spanned {
  readonly kind: 'text';
  readonly value: string /** Written without quotes (`:prose`, `:word`). */;
  readonly bare?: boolean;
}
/** Text with `${…}` in it; also the body of BEGIN TALK and its like. */
export interface TextTemplate extends Spanned {
  readonly kind: 'template';
  readonly parts: readonly (string | Expression)[];
}
export interface BooleanLiteral extends Spanned {
  readonly kind: 'boolean';
  readonly value: boolean;
}
export interface NothingLiteral extends Spanned {
  readonly kind: 'nothing';
}
export interface ListLiteral extends Spanned {
  readonly kind: 'list';
  readonly items: readonly Expression[];
}
/** `{ "k": v }`, `{ k: v }`, `#{k: v}`. */
export interface ObjectLiteral extends Spanned {
  readonly kind: 'object';
  readonly fields: readonly { readonly key: string; readonly keySpan: Span; readonly value: Expression }[];
}
export interface Member extends Spanned {
  readonly kind: 'member';
  readonly object: Expression;
  readonly field: Name;
  readonly optional: boolean;
}
export interface Index extends Spanned {
  readonly kind: 'index';
  readonly object: Expression;
  readonly index: Expression;
  readonly optional: boolean;
}
/** `name(args)`, or `NAME arg, arg` without parentheses where NAME is a function of the library. */
export interface FunctionCall extends Spanned {
  readonly kind: 'call';
  readonly callee: Name;
  readonly args: readonly Expression[];
  readonly prefix: boolean;
}
export interface MethodCall extends Spanned {
  readonly kind: 'method';
  readonly object: Expression;
  readonly method: Name;
  readonly args: readonly Expression[];
  readonly optional: boolean;
}
export interface Unary extends Spanned {
  readonly kind: 'unary';
  readonly operator: '-' | '+' | 'not';
  readonly operand: Expression;
}
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '\\'
  | '^'
  | '&'
  | 'mod'
  | '='
  | '<>'
  | '<'
  | '>'
  | '<='
  | '>='
  | 'and'
  | 'or'
  | 'xor'
  | '??'
  | 'contains'
  | 'like'
  | 'in'
  | 'not in'
  | 'not like'
  | 'not contains';
export interface Binary extends Spanned {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface IsNull extends Spanned {
  readonly kind: 'isNull';
  readonly negated: boolean;
  readonly operand: Expression;
}
export interface Choice extends Spanned {
  readonly kind: 'choice';
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}
/** `( … )`: kept, because the text is the model. */
export interface Parenthesized extends Spanned {
  readonly kind: 'group';
  readonly inner: Expression;
}
export interface KeywordExpression extends Spanned, KeywordUse {
  readonly kind: 'keyword';
}
/** The left side of a comparison inside `:cond`: always a column. */
export interface Column extends Spanned {
  readonly kind: 'column';
  readonly id: string;
  readonly text: string;
}
export interface BrokenExpression extends Spanned {
  readonly kind: 'broken';
}

export type Target = Name | Member | Index;
export type Expression =
  | Name
  | NumberLiteral
  | TextLiteral
  | TextTemplate
  | BooleanLiteral
  | NothingLiteral
  | ListLiteral
  | ObjectLiteral
  | Member
  | Index
  | FunctionCall
  | MethodCall
  | Unary
  | Binary
  | IsNull
  | Choice
  | Parenthesized
  | KeywordExpression
  | Column
  | BrokenExpression;

// ── keywords ──

export interface KeywordUse {
  /** Canonical name: 'SEND MAIL'. */
  readonly keyword: string;
  /** Which of its syntax lines was written (0 = the canonical one). */
  readonly form: number;
  /** By parameter name; what the line does not name is absent. */
  readonly args: Readonly<Record<string, Argument>>;
  /** The words of the keyword itself, for highlighting; `call`: written `SEND_MAIL(…)`. */
  readonly words: readonly Span[];
  readonly call: boolean;
  /** Only with a `:block` argument: opener and closer lines, as Blocky. */
  readonly head?: Span;
  readonly end?: Span;
}

export interface Pairs extends Spanned {
  readonly kind: 'pairs';
  readonly items: readonly { readonly key: Name | TextLiteral; readonly value: Expression; readonly span: Span }[];
}
export type Argument =
  | { readonly kind: 'expression'; readonly value: Expression; readonly span: Span }
  /** `<x...>`; `any` where `*` was written. */
  | { readonly kind: 'items'; readonly items: readonly Expression[]; readonly any: boolean; readonly span: Span }
  | { readonly kind: 'target'; readonly target: Target; readonly span: Span }
  /** `:word` and a bare `:name`: text, as written. */
  | { readonly kind: 'word'; readonly text: string; readonly span: Span }
  | Pairs
  /** An optional part that is only words (`[OPTIONAL]`): its parameter is named by those words in lowerCamel. */
  | { readonly kind: 'flag'; readonly span: Span }
  /** `:sql`, `:rows`: verbatim. */
  | { readonly kind: 'raw'; readonly text: string; readonly span: Span }
  | { readonly kind: 'block'; readonly body: Block; readonly span: Span }
  | { readonly kind: 'statement'; readonly statement: Statement; readonly span: Span };
