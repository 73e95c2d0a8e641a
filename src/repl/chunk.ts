/**
 * What was typed, made a program: the lines themselves, then the routines of before, then a RETURN that hands all
 * variables to the next chunk. A lone expression is shown.
 */
import { compile, type Language } from '../compiler/index.ts';
import { type Diagnostic, type Program, type Statement, severityOf } from '../spec/index.ts';

export interface Chunk {
  readonly program?: Program;
  readonly diagnostics: readonly Diagnostic[];
  /** The text the diagnostics point into: what was typed comes first in it. */
  readonly source: string;
  /** SUB and FUNCTION blocks in it, by lower-case name. */
  readonly routines: ReadonlyMap<string, string>;
}

/** The field by which a result is known to be the variables. */
export const MARKER = 'repl_variables';
/** The variable that a lone expression is shown from. */
export const SHOWN = 'repl_value';
const SCRIPT = 'repl.bas';

export function compileChunk(
  typed: string,
  variables: readonly string[],
  routines: ReadonlyMap<string, string>,
  language: Language,
): Chunk {
  const asTyped = build(typed, variables, routines, language);
  if (!isExpression(typed, language)) return asTyped;
  const shown = build(`${SHOWN} = (${typed.trim()})`, variables, routines, language);
  return shown.program ? shown : asTyped;
}

function build(typed: string, variables: readonly string[], routines: ReadonlyMap<string, string>, language: Language): Chunk {
  const { tree } = language.parse(typed);
  const own = new Map(
    tree.body.flatMap((each) => (each.kind === 'routine' ? [[each.name.id, typed.slice(each.span.start, each.span.end)] as const] : [])),
  );
  const others = [...routines].flatMap(([name, text]) => (own.has(name) ? [] : [text]));
  const body = `${typed}\n`;
  const options = { script: SCRIPT, language, variables };
  const first = compile([body, ...others].join('\n'), options);
  if (!first.program) return { diagnostics: within(first.diagnostics, body.length), source: body, routines: own };
  const names = [...new Set([...variables, ...variablesOf(first.program)])];
  const handOver = `RETURN WITH ${[...names.map((name) => `${name} AS ${name}`), `${MARKER} AS TRUE`].join(', ')}\n`;
  const whole = compile([body + handOver, ...others].join('\n'), options);
  return {
    ...(whole.program && { program: whole.program }),
    diagnostics: within(whole.diagnostics, body.length),
    source: body,
    routines: own,
  };
}

const within = (diagnostics: readonly Diagnostic[], end: number) => diagnostics.filter(({ span }) => span.start < end);

const variablesOf = (program: Program): readonly string[] => [
  ...new Set(
    [...(program.functions[0]?.registerNames ?? []), ...program.inputs.map(({ name }) => name)].filter((name) =>
      /^[a-z_][a-z0-9_]*$/i.test(name),
    ),
  ),
];

/** `1 + 2` and `f(x)` are shown; a statement is not, nor one with a mistake in it. */
function isExpression(typed: string, language: Language): boolean {
  const statements = language.parse(typed).tree.body.filter(({ kind }) => kind !== 'blank' && kind !== 'comment');
  if (statements.length !== 1 || !['evaluate', 'broken'].includes((statements[0] as Statement).kind)) return false;
  return language.parse(`x = ${typed.trim()}`).diagnostics.every(({ code }) => severityOf(code) !== 'error');
}

/** More lines are awaited: a block or a bracket is open. */
export function isComplete(typed: string, language: Language): boolean {
  const { tree } = language.parse(typed);
  const isOpen = tree.body.some(
    (each) => 'head' in each && !('form' in each && each.form === 'line') && each.end === undefined && each.kind !== 'keyword',
  );
  return !isOpen && balance(typed) <= 0;
}

/** Brackets opened and not closed, without those in texts. */
function balance(typed: string): number {
  const bare = typed.replace(/"(?:""|[^"])*"/g, '');
  return (bare.match(/[([{]/g)?.length ?? 0) - (bare.match(/[)\]}]/g)?.length ?? 0);
}
