/**
 * ON EVENT … END ON: each block is a program of its own, with the routines of its script and the event as EVENT.
 *
 * A line without a block makes the whole script the program. Its condition is its first line: what does not fit ends there. An equality with a written value stands in the
 * declaration too, so that the store begins no run for what it can tell from the index.
 */
import type { Block, EventDeclaration, Expression, KeywordUse, Statement } from '../spec/index.ts';
import { literalOf } from '../spec/index.ts';
import { probeOf, type Value } from '../values/index.ts';
import { conditionData } from './conditions.ts';
import type { Reporter } from './reporter.ts';
import { statementsIn } from './walk.ts';

type HandlerUse = Extract<Statement, { kind: 'keyword' }>;

export interface HandlerSource {
  /** `new_ticket`, `new_ticket~2`: after the stem of its script and a `~`. */
  readonly suffix: string;
  readonly use: HandlerUse;
  readonly body: Block;
  readonly event: EventDeclaration;
}

export const handlerStem = (stem: string, suffix: string): string => `${stem}~${suffix}`;

const isHandler = (statement: Statement): statement is HandlerUse =>
  statement.kind === 'keyword' && statement.keyword === 'ON EVENT' && statement.args.body !== undefined;

const isBare = (statement: Statement): statement is HandlerUse =>
  statement.kind === 'keyword' && statement.keyword === 'ON EVENT' && statement.args.body === undefined;

/** Of a script that is a handler as a whole: its events, and its first line where all of them have a condition. */
export function bareHandlers(body: Block): { readonly guard: Block; readonly events: readonly EventDeclaration[] } {
  const uses = body.filter(isBare);
  const events = uses.flatMap((use) => declared(use) ?? []);
  const conditions = uses.flatMap(({ args }) => (args.where?.kind === 'expression' ? [args.where.value] : []));
  const [first] = uses;
  if (!first || conditions.length < uses.length) return { guard: [], events };
  const any = conditions.reduce((left, right) => ({ kind: 'binary', operator: 'or', left, right, span: right.span }));
  const isGiven: Expression = { kind: 'isNull', operand: eventName(first.span), negated: true, span: first.span };
  return { guard: guardWith(first, any, isGiven), events };
}

/** The same, with what the store can tell from its index; of two lines for one event each has its own. */
export function probed(events: readonly EventDeclaration[], bare: readonly EventDeclaration[]): EventDeclaration[] {
  const rest = [...bare];
  return events.map((event) => {
    const at = rest.findIndex(({ name, from }) => name === event.name && from === event.from);
    return at < 0 ? event : (rest.splice(at, 1)[0] as EventDeclaration);
  });
}

/** The script without its handlers. */
export const withoutHandlers = (body: Block): Block => (body.some(isHandler) ? body.filter((each) => !isHandler(each)) : body);

export function handlersOf(body: Block, reporter: Reporter): readonly HandlerSource[] {
  for (const statement of body)
    for (const inner of statementsIn(isHandler(statement) ? blockOf(statement) : [statement]))
      if (isHandler(inner)) reporter.report('event-inside', inner.head ?? inner.span);
  const routines = body.filter((each) => each.kind === 'routine');
  const counts = new Map<string, number>();
  return body.filter(isHandler).flatMap((use) => {
    const event = declared(use);
    if (!event) {
      reporter.report('event-name', use.args.event?.span ?? use.span);
      return [];
    }
    const count = (counts.get(event.name) ?? 0) + 1;
    counts.set(event.name, count);
    const word = event.name.replace(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 60);
    return [{ suffix: count === 1 ? word : `${word}~${count}`, use, event, body: [...guardOf(use), ...blockOf(use), ...routines] }];
  });
}

const blockOf = ({ args }: KeywordUse): Block => (args.body?.kind === 'block' ? args.body.body : []);

function declared({ args }: KeywordUse): EventDeclaration | undefined {
  const name = textOf(args.event);
  const from = textOf(args.from);
  const equals = args.where?.kind === 'expression' ? literalProbe(args.where.value) : undefined;
  if (name === undefined) return undefined;
  return { name: name.trim().toLowerCase(), ...(from !== undefined && { from: from.trim() }), ...(equals !== undefined && { equals }) };
}

const textOf = (argument: KeywordUse['args'][string] | undefined): string | undefined => {
  const literal = argument?.kind === 'expression' ? literalOf(argument.value) : undefined;
  return typeof literal === 'string' ? literal : undefined;
};

/** Of the equalities that stand beside others, those with a written value. */
function literalProbe(where: Expression): string | undefined {
  if (where.kind === 'group') return literalProbe(where.inner);
  if (where.kind === 'binary' && where.operator === 'and') return literalProbe(where.left) ?? literalProbe(where.right);
  const data = conditionData(where);
  return data && probeOf((literalOf(data) ?? null) as Value);
}

/** IF NOT condition THEN EXIT, with fields taken from EVENT. */
const guardOf = (use: HandlerUse): Block => (use.args.where?.kind === 'expression' ? guardWith(use, use.args.where.value) : []);

/** `only`: called by hand there is no event, and nothing to leave for. */
function guardWith({ head, span }: HandlerUse, where: Expression, only?: Expression): Block {
  const at = head ?? span;
  const fails: Expression = { kind: 'unary', operator: 'not', operand: ofEvent(where), span: where.span };
  const condition: Expression = only ? { kind: 'binary', operator: 'and', left: only, right: fails, span: where.span } : fails;
  const exit: Statement = { kind: 'exit', what: 'script', span: at, tile: at };
  return [{ kind: 'if', form: 'line', head: at, arms: [{ head: at, condition, body: [exit] }], span: at, tile: at }];
}

function ofEvent(node: Expression): Expression {
  switch (node.kind) {
    case 'column':
      return node.text.split('.').reduce<Expression>((object, field) => memberOf(object, field, node), eventName(node.span));
    case 'binary':
      return { ...node, left: ofEvent(node.left), right: ofEvent(node.right) };
    case 'unary':
    case 'isNull':
      return { ...node, operand: ofEvent(node.operand) };
    case 'group':
      return { ...node, inner: ofEvent(node.inner) };
    case 'call':
      return { ...node, args: node.args.map(ofEvent) };
    default:
      return node;
  }
}

const eventName = (span: Expression['span']): Expression => ({ kind: 'name', id: 'event', text: 'event', span });

const memberOf = (object: Expression, field: string, { span }: Expression): Expression =>
  ({ kind: 'member', object, field: { kind: 'name', id: field.toLowerCase(), text: field, span }, optional: false, span }) as Expression;
