/** What is read on a node and its lanes: kind, sentence, comments. Kept by node, for a node never changes. */
import type { Lane, Node } from '../../../src/language/document/reading.ts';
import {
  armSentence,
  branchSentence,
  caseSentence,
  type Parts,
  plain,
  type StepIcon,
  sentenceOf,
  stepId,
} from '../../../src/language/steps/index.ts';
import type { Expression, Statement } from '../../../src/spec/index.ts';

export interface Reading {
  readonly id: string;
  readonly icon: StepIcon;
  /** Colour family. */
  readonly tone: Tone;
  readonly parts: Parts;
  readonly plain: string;
  /** `Step 2`, before the sentence. */
  readonly prefix?: string;
}
export type Tone = 'talk' | 'flow' | 'bots' | 'people' | 'values' | 'memory' | 'ai' | 'web' | 'quiet' | 'trouble';

const readings = new WeakMap<Node, Reading>();
const foldedReadings = new WeakMap<Node, Reading>();

export function readingOf(node: Node, isFolded = false): Reading {
  const known = isFolded ? foldedReadings : readings;
  let reading = known.get(node);
  if (!reading) {
    reading = read(node, isFolded);
    known.set(node, reading);
  }
  return reading;
}

function read(node: Node, isFolded: boolean): Reading {
  const statement = node.inner ?? node.statement;
  if (node.type === 'note' || node.type === 'comment') return told(node.type, node.type, 'quiet', uncommented(node.words, node.type));
  if (node.type === 'text') return told('text', 'text', 'trouble', 'Text that does not read as BASIC yet');
  if (node.type === 'prose' || !statement) return told('prose', 'ai', 'ai', 'A text for the model');
  const id = stepId(statement);
  const [icon, tone] = lookOf(id, statement);
  const parts = statement.kind === 'if' && !isFolded ? sentenceOf({ ...statement, form: 'block' }) : sentenceOf(statement);
  return { id, icon, tone, parts, plain: plain(parts), ...(node.prefix && { prefix: prefixOf(node) }) };
}

const told = (id: string, icon: StepIcon, tone: Tone, text: string): Reading => ({
  id,
  icon,
  tone,
  parts: [{ kind: 'say', text }],
  plain: text,
});

function prefixOf(node: Node): string {
  const number = node.fields.find(({ name }) => name.startsWith(`${node.prefix}.`))?.text.replace(/^"(.*)"$/, '$1') ?? '';
  return node.prefix === 'COMPENSATE'
    ? 'To undo it'
    : `${(node.prefix ?? '').charAt(0)}${(node.prefix ?? '').slice(1).toLowerCase()} ${number}`.trim();
}

/** Comment signs are for the bot; people read what stands behind them. */
export const uncommented = (lines: string, type: 'note' | 'comment' = 'comment'): string =>
  lines
    .split(/\r\n|\n|\r/)
    .map((line) => line.replace(/^\s*(?:'|#|\/\/|REM\b)\s?/i, ''))
    .map((line) => (type === 'note' ? line.replace(/^\s*@note:?\s?/i, '') : line))
    .join('\n')
    .trim();

const ICONS: Readonly<Record<string, readonly [StepIcon, Tone]>> = {
  TALK: ['talk', 'talk'],
  PRINT: ['talk', 'talk'],
  'TALK TO': ['talk', 'talk'],
  'BEGIN TALK': ['talk', 'talk'],
  HEAR: ['ask', 'talk'],
  ASK: ['ask', 'talk'],
  INPUT: ['ask', 'talk'],
  BOT: ['bot', 'bots'],
  'HUMAN APPROVAL': ['person', 'people'],
  'HUMAN INPUT': ['person', 'people'],
  'ORCHESTRATE WORKFLOW': ['flow', 'flow'],
  'ON EVENT': ['event', 'flow'],
  'PUBLISH EVENT': ['event', 'flow'],
  'WAIT FOR EVENT': ['clock', 'flow'],
  WAIT: ['clock', 'flow'],
  DELAY: ['clock', 'flow'],
  COMPENSATE: ['guard', 'flow'],
  LLM: ['ai', 'ai'],
  'SET CONTEXT': ['ai', 'ai'],
  'BEGIN SYSTEM PROMPT': ['ai', 'ai'],
  'SEND MAIL': ['mail', 'web'],
  IF: ['branch', 'flow'],
  SELECT: ['branch', 'flow'],
  'FOR EACH': ['loop', 'flow'],
  FOR: ['loop', 'flow'],
  WHILE: ['loop', 'flow'],
  DO: ['loop', 'flow'],
  PARALLEL: ['parallel', 'flow'],
  assign: ['set', 'values'],
  WITH: ['set', 'values'],
  SET: ['set', 'values'],
  'GET FROM': ['set', 'values'],
  CALL: ['call', 'values'],
  SUB: ['flow', 'flow'],
  FUNCTION: ['flow', 'flow'],
  RETURN: ['stop', 'quiet'],
  EXIT: ['stop', 'quiet'],
  THROW: ['guard', 'quiet'],
  'ON ERROR': ['guard', 'quiet'],
  'CLEAR ERROR': ['guard', 'quiet'],
  LABEL: ['jump', 'quiet'],
  GOTO: ['jump', 'quiet'],
  CONTINUE: ['jump', 'quiet'],
  DESCRIPTION: ['package', 'quiet'],
  PARAM: ['package', 'quiet'],
};
const BY_WORD: readonly (readonly [RegExp, StepIcon, Tone])[] = [
  [/MEMORY|SESSION/, 'memory', 'memory'],
  [/BOT|DELEGATE|TRANSFER/, 'bot', 'bots'],
  [/SUGGESTION|SWITCHER/, 'ask', 'talk'],
  [/^(GET|POST|PUT|PATCH|DELETE HTTP)$|HEADER/, 'web', 'web'],
  [/MAIL/, 'mail', 'web'],
  [/NOW|TODAY|TIME/, 'clock', 'values'],
  [/FIND|SAVE|INSERT|UPDATE|DELETE|TABLE|SELECT/, 'data', 'memory'],
];
export function lookOf(id: string, _statement?: Statement): readonly [StepIcon, Tone] {
  const known = ICONS[id];
  if (known) return known;
  const found = BY_WORD.find(([pattern]) => pattern.test(id));
  return found ? [found[1], found[2]] : ['log', 'quiet'];
}

// ── lanes ──

export type Shape = 'columns' | 'loop' | 'frame';

export function shapeOf(node: Node): Shape {
  const kind = (node.inner ?? node.statement)?.kind;
  if (kind === 'if' || kind === 'select') return 'columns';
  if (kind === 'parallel') return node.lanes.some(({ key }) => key.startsWith('branch')) ? 'columns' : 'loop';
  return kind === 'for' || kind === 'forEach' || kind === 'loop' ? 'loop' : 'frame';
}

const laneParts = new WeakMap<Lane, Parts>();
export function laneSentence(node: Node, lane: Lane): Parts {
  let parts = laneParts.get(lane);
  if (!parts) {
    parts = laneOf(node, lane);
    laneParts.set(lane, parts);
  }
  return parts;
}

const said = (text: string): Parts => [{ kind: 'say', text }];
function laneOf(node: Node, lane: Lane): Parts {
  const statement = node.inner ?? node.statement;
  const number = Number(/\d+$/.exec(lane.key)?.[0] ?? 0);
  switch (statement?.kind) {
    case 'if':
      if (lane.key === 'then') return said('Then');
      return lane.key === 'else' ? said('Otherwise') : armSentence(statement.arms[number]?.condition as Expression, false);
    case 'select': {
      if (lane.key === 'else') return said('Otherwise');
      const cases = statement.cases.filter(({ head }) => head.start !== head.end);
      return lane.key === 'before' ? said('Before') : caseSentence(cases[number]?.tests ?? []);
    }
    case 'parallel':
      return lane.key.startsWith('branch') ? branchSentence(lane.fields[0]?.text, number + 1) : said('For each');
    case 'for':
    case 'forEach':
    case 'loop':
      return said('Each time');
    case 'with':
      return said('With');
    case 'routine':
      return said(statement.form === 'FUNCTION' ? 'Works it out' : 'Does');
    default:
      return said(node.keyword === 'ON EVENT' ? 'Do' : 'Steps');
  }
}

/** A condition on one line with one step behind it reads as one sentence, so it begins folded. */
export function isFoldedAtFirst(node: Node): boolean {
  const statement = node.inner ?? node.statement;
  return statement?.kind === 'if' && statement.form === 'line' && !statement.otherwise && statement.arms[0]?.body.length === 1;
}
export const isFolded = (node: Node, folded: ReadonlySet<string> | undefined): boolean =>
  node.lanes.length > 0 && (folded?.has(node.anchor) ?? false) !== isFoldedAtFirst(node);
