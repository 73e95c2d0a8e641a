/**
 * Every place where a name stands, and what it stands for there: definition, references and rename are look-ups in this
 * list. Names of one script (variables, routines, labels) carry its file in their key; bots, events and scripts are the
 * package's.
 *
 * ON EVENT blocks are programs of their own, with names of their own. Here a name of the script and the same name in such
 * a block count as one, so that whoever renames one renames both: that never changes what a program means.
 */
import type { Span } from '../../base/index.ts';
import {
  expressionsOf,
  partsOf,
  type RoutineScope,
  rootOf,
  type Scope,
  statementsIn,
  targetsOf,
  type Vocabulary,
} from '../../compiler/index.ts';
import type { Argument, Block, Expression, KeywordUse, Name, Routine, Statement } from '../../spec/index.ts';
import { paramsOf } from './params.ts';
import type { Source } from './project.ts';

export type NameKind = 'variable' | 'parameter' | 'routine' | 'label' | 'script' | 'bot' | 'event';

export interface Occurrence {
  readonly span: Span;
  readonly kind: NameKind;
  /** Equal for all that stand for one thing. */
  readonly key: string;
  readonly role: 'definition' | 'write' | 'read';
  readonly text: string;
}

export interface Around {
  readonly stems: ReadonlySet<string>;
  readonly vocabulary: Vocabulary;
}

/** Bots are found without regard to case, spaces, `_` and `-`. */
export const plainBot = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');

export function occurrencesIn(source: Source, scope: Scope, around: Around): readonly Occurrence[] {
  return new Collector(source, scope, around).all();
}

class Collector {
  readonly #source: Source;
  readonly #scope: Scope;
  readonly #around: Around;
  readonly #found = new Map<number, Occurrence>();

  constructor(source: Source, scope: Scope, around: Around) {
    this.#source = source;
    this.#scope = scope;
    this.#around = around;
  }

  all(): readonly Occurrence[] {
    const { body } = this.#source.tree;
    for (const { id, text, span } of paramsOf(this.#source.tree))
      this.#put(span, 'variable', this.#own(`variable ${id}`), 'definition', text);
    this.#section(body, undefined, this.#own('main'));
    return [...this.#found.values()].sort((a, b) => a.span.start - b.span.start);
  }

  #own(what: string): string {
    return `${this.#source.file} ${what}`;
  }
  #put(span: Span, kind: NameKind, key: string, role: Occurrence['role'], text: string): void {
    const known = this.#found.get(span.start);
    if (span.end > span.start && (!known || (known.role === 'read' && role !== 'read')))
      this.#found.set(span.start, { span, kind, key, role, text });
  }

  // ── names of the script ──

  #section(block: Block, routine: RoutineScope | undefined, ground: string): void {
    for (const statement of block) this.#statement(statement, routine, ground);
  }

  #statement(statement: Statement, routine: RoutineScope | undefined, ground: string): void {
    if (statement.kind === 'routine') return this.#routine(statement);
    this.#jumps(statement, ground);
    for (const target of targetsOf(statement)) {
      const root = rootOf(target);
      if (root && this.#isWritten(root)) this.#name(root, routine, 'write');
    }
    for (const node of expressionsOf(statement)) this.#expression(node, routine);
    if (statement.kind === 'call') this.#callee(statement.callee, routine);
    for (const use of usesOf(statement)) this.#use(use);
    if (statement.kind === 'parallel')
      for (const [index, branch] of statement.branches.entries())
        this.#section(branch.body, routine, `${ground} ${statement.span.start} ${index}`);
    else for (const inner of partsOf(statement).blocks) this.#section(inner, routine, ground);
  }

  #routine(node: Routine): void {
    const known = this.#scope.routines.get(node.name.id);
    this.#put(node.name.span, 'routine', this.#own(`routine ${node.name.id}`), 'definition', node.name.text);
    // Of two routines of one name the second is a mistake; its names are read by its own parameters all the same.
    for (const parameter of node.parameters)
      this.#put(parameter.span, 'parameter', this.#local(node.name.id, parameter.id), 'definition', parameter.text);
    this.#section(node.body, known, this.#own(`routine ${node.name.id}`));
  }
  #local(routine: string, id: string): string {
    return this.#own(`local ${routine} ${id}`);
  }

  /** What the compiler makes a keyword set (EVENT, workflow) is not written where its span is. */
  #isWritten({ span, text }: Name): boolean {
    return this.#source.text.slice(span.start, span.end) === text;
  }

  #name({ id, span, text }: Name, routine: RoutineScope | undefined, role: Occurrence['role']): void {
    const symbol = this.#scope.symbol(id, routine);
    if (symbol?.kind === 'routine') this.#put(span, 'routine', this.#own(`routine ${id}`), role, text);
    else if (symbol?.kind === 'local' && routine) {
      if (routine.node.form === 'FUNCTION' && id === routine.id) this.#put(span, 'routine', this.#own(`routine ${id}`), role, text);
      else {
        const isParameter = routine.node.parameters.some((each) => each.id === id);
        this.#put(span, isParameter ? 'parameter' : 'variable', this.#local(routine.id, id), role, text);
      }
    } else if (symbol?.kind === 'script') this.#put(span, 'variable', this.#own(`variable ${id}`), role, text);
  }

  #expression(node: Expression, routine: RoutineScope | undefined): void {
    if (node.kind === 'name') this.#name(node, routine, 'read');
    else if (node.kind === 'call' && this.#scope.routines.has(node.callee.id))
      this.#put(node.callee.span, 'routine', this.#own(`routine ${node.callee.id}`), 'read', node.callee.text);
  }

  #callee(callee: Name | Expression, routine: RoutineScope | undefined): void {
    if (callee.kind === 'text') return this.#script(callee.value, inQuotes(callee.span, this.#source.text));
    if (callee.kind !== 'name') return;
    if (this.#scope.routines.has(callee.id)) this.#put(callee.span, 'routine', this.#own(`routine ${callee.id}`), 'read', callee.text);
    else if (this.#around.stems.has(callee.id)) this.#put(callee.span, 'script', `script ${callee.id}`, 'read', callee.text);
    else this.#name(callee, routine, 'read');
  }

  #jumps(statement: Statement, ground: string): void {
    const put = (name: Name | undefined, role: Occurrence['role']) =>
      name && this.#put(name.span, 'label', `${ground} label ${name.id}`, role, name.text);
    if (statement.kind === 'label') put(statement.name, 'definition');
    if (statement.kind === 'goto') put(statement.name, 'read');
    if (statement.kind === 'onError') put(statement.label, 'read');
  }

  // ── names of the package ──

  #use({ keyword, args }: KeywordUse): void {
    const literal = (argument: Argument | undefined, put: (value: string, span: Span) => void) => {
      for (const each of textsOf(argument)) put(each.value, inQuotes(each.span, this.#source.text));
    };
    literal(args.bot, (value, span) => this.#bot(value, span, keyword === 'ADD BOT' ? 'definition' : 'read'));
    for (const argument of [args.event, args.events])
      literal(argument, (value, span) =>
        this.#put(
          span,
          'event',
          `event ${value.trim().toLowerCase()}`,
          keyword === 'ON EVENT' ? 'definition' : keyword === 'PUBLISH EVENT' ? 'write' : 'read',
          value,
        ),
      );
    if (keyword === 'ADD SUGGESTION TOOL') literal(args.tool, (value, span) => this.#script(value, span));
  }

  #bot(name: string, span: Span, role: Occurrence['role']): void {
    const stem = [...this.#around.stems].find((each) => plainBot(each) === plainBot(name));
    if (stem !== undefined && role === 'read') this.#put(span, 'script', `script ${stem}`, 'read', name);
    else if (name.trim() !== '') this.#put(span, 'bot', `bot ${plainBot(name)}`, role, name);
  }

  #script(name: string, span: Span): void {
    const stem = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1).replace(/\.(bas|basic|vbs|vba|vb)$/i, '');
    this.#put(span, 'script', `script ${stem.toLowerCase()}`, 'read', name);
  }
}

/** Texts that are written out in an argument. */
export function textsOf(argument: Argument | undefined): readonly { readonly value: string; readonly span: Span }[] {
  if (argument?.kind === 'word') return [{ value: argument.text, span: argument.span }];
  const values = argument?.kind === 'expression' ? [argument.value] : argument?.kind === 'items' ? argument.items : [];
  return values.flatMap((each) => (each.kind === 'text' ? [{ value: each.value, span: each.span }] : []));
}

/** Of a text: without its quotes. */
export function inQuotes(span: Span, text: string): Span {
  const first = text[span.start];
  if (first === undefined || !'"\'\u201C'.includes(first)) return span;
  const last = text[span.end - 1] as string;
  return { start: span.start + 1, end: span.end - (span.end - span.start > 1 && '"\'\u201D'.includes(last) ? 1 : 0) };
}

/** Keyword uses of a statement itself, values inside it included. */
export function* usesOf(statement: Statement): Generator<KeywordUse> {
  if (statement.kind === 'keyword') yield statement;
  for (const node of expressionsOf(statement)) if (node.kind === 'keyword') yield node;
}

/** Every statement of a script, those inside others too. */
export const everyStatement = (source: Source): Generator<Statement> => statementsIn(source.tree.body);
