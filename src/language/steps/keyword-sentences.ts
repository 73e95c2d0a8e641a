/** Keywords in plain words. One without words of its own here is told by its name and what it was given. */
import type { Argument, Expression, KeywordUse, Statement, Target } from '../../spec/index.ts';
import { conditionPhrase, formula, listed, pairsPhrase, valuePhrase } from './expressions.ts';
import { code, inWords, lowered, name, type Part, type Parts, say, value } from './parts.ts';

interface Given {
  /** Whether the clause was written. */
  has(parameter: string): boolean;
  /** The argument in words; nothing where it was not written. */
  of(parameter: string): Parts;
  /** ` word argument`, or nothing. */
  with(word: string, parameter: string): Parts;
  readonly args: KeywordUse['args'];
  /** Variable the result goes to: `x = …` or INTO x. */
  readonly into: Part | undefined;
}
type Sentence = (given: Given) => Parts;

const SENTENCES: Readonly<Record<string, Sentence>> = {
  TALK: (g) => say`Say ${g.of('message')}`,
  PRINT: (g) => say`Say ${g.of('message')}`,
  'TALK TO': (g) => say`Tell ${g.of('who')} ${g.of('message')}`,
  'BEGIN TALK': (g) => say`Say ${g.of('body')}`,
  'BEGIN SYSTEM PROMPT': (g) => say`Tell the model how to behave: ${g.of('body')}`,
  HEAR: heard,
  ASK: (g) => say`Ask ${g.of('prompt')} and wait for the answer${kind(g)}${kept(g)}`,
  INPUT: (g) => (g.has('prompt') ? say`Ask ${g.of('prompt')} and wait for ${g.of('v')}` : say`Wait for ${g.of('v')}`),
  BOT: bot,
  'DELEGATE TO': (g) => say`Hand the task to the ${g.of('bot')} bot${g.with('with', 'given')}${limit(g, 'timeout')}${kept(g)}`,
  'TRANSFER CONVERSATION': (g) => say`Hand the conversation over to ${g.of('bot')}`,
  'BROADCAST TO BOTS': (g) => say`Tell all bots ${g.of('message')}`,
  'ADD BOT': (g) => say`Bring in the ${g.of('bot')} bot${g.has('role') ? say`, which ${g.of('role')}` : ''}`,
  'REMOVE BOT': (g) => say`Let the ${g.of('bot')} bot go`,
  'LIST BOTS': (g) => say`List the bots${kept(g)}`,
  'SET BOT PRIORITY': (g) => say`Give the ${g.of('bot')} bot the priority ${g.of('priority')}`,
  'HUMAN APPROVAL': approval,
  'HUMAN INPUT': (g) =>
    say`Ask ${g.has('who') ? g.of('who') : 'a person'} ${g.of('prompt')} and wait for the answer${limit(g, 'seconds')}${kept(g)}`,
  'ESCALATE TO': (g) => say`Ask ${g.of('who')} instead`,
  'APPROVE WITH WARNING': () => say`Approve it with a warning`,
  'CANCEL WORKFLOW': (g) => say`Cancel the workflow${g.has('reason') ? say`: ${g.of('reason')}` : ''}`,
  REJECT: (g) => say`Reject it${g.has('reason') ? say`: ${g.of('reason')}` : ''}`,
  'ORCHESTRATE WORKFLOW': (g) => (g.has('name') ? say`The workflow ${g.of('name')}` : say`A workflow`),
  STEP: (g) => inner(g),
  COMPENSATE: (g) => say`To undo it: ${lowered(inner(g))}`,
  'ON EVENT': (g) => say`When ${g.of('event')} happens${where(g)}${g.has('from') ? say` in the ${g.of('from')} bot` : ''}`,
  'PUBLISH EVENT': (g) => say`Announce ${g.of('event')}${g.with('with', 'payload')}`,
  'WAIT FOR EVENT': (g) => say`Wait for ${g.of('events')}${where(g)}${limit(g, 'seconds')}${kept(g)}`,
  WAIT: (g) => say`Wait ${duration(g, 'seconds')}`,
  DELAY: (g) => say`Wait ${duration(g, 'seconds')}`,
  LLM: (g) => say`Ask the language model ${g.of('prompt')}${kept(g)}`,
  'SET CONTEXT': (g) => say`Let the model know ${g.of('content')}`,
  GET: (g) => say`Fetch ${g.of('what')}${kept(g)}`,
  'GET FROM': (g) => say`Take ${g.of('field')} from ${g.of('source')}${kept(g)}`,
  POST: (g) => say`Send ${g.has('data') ? g.of('data') : 'nothing'} to ${g.of('url')}${kept(g)}`,
  PUT: (g) => say`Put ${g.of('data')} at ${g.of('url')}${kept(g)}`,
  PATCH: (g) => say`Change ${g.of('url')} by ${g.of('data')}${kept(g)}`,
  'DELETE HTTP': (g) => say`Delete ${g.of('url')}${kept(g)}`,
  'SET HEADER': (g) => say`Send along the header ${g.of('name')}: ${g.of('value')}`,
  'CLEAR HEADERS': () => say`Send no headers of our own any more`,
  SET: (g) => say`Set ${g.of('key')} to ${g.of('value')}`,
  'SET SESSION': (g) => say`Remember ${g.of('key')} for this visitor: ${g.of('value')}`,
  'GET SESSION': (g) => say`Recall ${g.of('key')} of this visitor${kept(g)}`,
  'SET BOT MEMORY': (g) => say`Remember ${g.of('key')} for all: ${g.of('value')}`,
  'GET BOT MEMORY': (g) => say`Recall ${g.of('key')}${kept(g)}`,
  'ADD SUGGESTION': (g) => say`Offer the button ${g.of('label')}`,
  'ADD SUGGESTION TEXT': (g) => say`Offer the button ${g.of('label')}, which says ${g.of('value')}`,
  'ADD SUGGESTION TOOL': (g) => say`Offer the button ${g.of('label')}, which begins ${g.of('tool')}`,
  'ADD SWITCHER': (g) => say`Offer the switch ${g.of('label')}`,
  'CLEAR SUGGESTIONS': () => say`Take the buttons away`,
  'CLEAR SWITCHERS': () => say`Take the switches away`,
  DESCRIPTION: (g) => say`What this is for: ${g.of('text')}`,
  PARAM: (g) => say`Needs ${g.of('name')}${g.has('type') ? say`, a ${g.of('type')}` : g.has('choices') ? say`: ${g.of('choices')}` : ''}`,
  DEBUG: (g) => say`Note for the developer: ${g.of('value')}`,
  'LOG INFO': (g) => say`Log ${g.of('message')}`,
  'LOG WARN': (g) => say`Log the warning ${g.of('message')}`,
  'LOG ERROR': (g) => say`Log the error ${g.of('message')}`,
  'LOG DEBUG': (g) => say`Log the detail ${g.of('message')}`,
  'JSON PARSE': (g) => say`Read ${g.of('text')} as JSON${kept(g)}`,
  NOW: (g) => moment('the time now', g),
  TODAY: (g) => moment('the date of today', g),
  TIME: (g) => moment('the time of day', g),
  'NEW OBJECT': (g) => moment('a new object', g),
  'CREATE OBJECT': (g) => moment('a new object', g),
  'NEW ARRAY': (g) => moment('a new list', g),
};

/** `tell`: how a statement inside the keyword is told (STEP 1: …). */
export function keywordSentence(use: KeywordUse, tell: (statement: Statement) => Parts, target?: Target): Parts {
  const given = read(use, tell, target);
  return (SENTENCES[use.keyword] ?? general(use.keyword))(given);
}

/** Names of keywords that have words of their own; a test looks after those that do not. */
export const hasSentence = (keyword: string): boolean => keyword in SENTENCES;

function read({ args }: KeywordUse, tell: (statement: Statement) => Parts, target?: Target): Given {
  const of = (parameter: string): Parts => (args[parameter] ? argumentPhrase(args[parameter], tell) : []);
  const into = target ? targetPart(target) : args.v?.kind === 'target' ? targetPart(args.v.target) : undefined;
  return {
    args,
    of,
    into,
    has: (parameter) => args[parameter] !== undefined,
    with: (word, parameter) => (args[parameter] ? say` ${word} ${of(parameter)}` : []),
  };
}

const targetPart = (target: Target): Part => (target.kind === 'name' ? name(target.text) : code(formula(target)));

function argumentPhrase(argument: Argument, tell: (statement: Statement) => Parts): Parts {
  switch (argument.kind) {
    case 'expression':
      return valuePhrase(argument.value);
    case 'items':
      return argument.items.length > 0 ? listed(argument.items) : say`anything`;
    case 'target':
      return [targetPart(argument.target)];
    case 'word':
      return [value(argument.text)];
    case 'pairs':
      return pairsPhrase(argument);
    case 'raw':
      return [value(`“${argument.text}”`)];
    case 'flag':
    case 'block':
      return [];
    case 'statement':
      return tell(argument.statement);
  }
}

const kept = (g: Given): Parts => (g.into ? say`, kept as ${g.into}` : []);
const moment = (what: string, g: Given): Parts => (g.into ? say`Set ${g.into} to ${what}` : say`Work out ${what}`);
const where = (g: Given): Parts => {
  const asked = g.args.where;
  return asked?.kind === 'expression' ? say`, where ${conditionPhrase(asked.value)}` : [];
};
const limit = (g: Given, parameter: string): Parts => (g.has(parameter) ? say`, at most ${duration(g, parameter)}` : []);
const inner = (g: Given): Parts => (g.args.do ? g.of('do') : g.of('undo'));

function heard(g: Given): Parts {
  if (!g.has('v')) return say`Wait for an answer`;
  const asked = g.has('prompt') ? say`Ask ${g.of('prompt')} and wait for` : say`Wait for`;
  if (g.has('options')) return say`${asked} ${g.of('v')}: ${g.of('options')}`;
  return say`${asked} ${g.of('v')}${kind(g)}`;
}
const KINDS: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  integer: 'a whole number',
  hour: 'a time',
  boolean: 'yes or no',
};
function kind(g: Given): Parts {
  const type = g.args.type;
  if (type?.kind !== 'word') return [];
  const word = type.text.toLowerCase();
  return say`, ${KINDS[word] ?? `${/^[aeio]/.test(word) ? 'an' : 'a'} ${inWords(word)}`}`;
}

function bot(g: Given): Parts {
  const who = say`Ask the ${bare(g.args.bot)} bot`;
  const task = g.args.task;
  const text = task?.kind === 'expression' && task.value.kind === 'text' ? task.value.value : undefined;
  const what =
    g.args.verb?.kind === 'word' && g.args.noun?.kind === 'word'
      ? say` to ${{ kind: 'value', text: infinitive(g.args.verb.text) }} ${name(g.args.noun.text)}`
      : text !== undefined && /^\p{Ll}/u.test(text)
        ? say` to ${value(text)}`
        : say`: ${g.of('task')}`;
  return say`${who}${what}${g.with('with', 'with')}${limit(g, 'timeout')}${kept(g)}`;
}

/** GATHERS → gather, APPLIES → apply, CHECKS → check. */
export function infinitive(verb: string): string {
  const word = verb.toLowerCase();
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(ss|sh|ch|x|zz|o)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function approval(g: Given): Parts {
  const count = g.has('allOf') ? 'all of ' : g.has('threeOf') ? 'three of ' : g.has('twoOf') ? 'two of ' : '';
  const who = g.has('who') ? say`${count}${bareItems(g.args.who)}` : say`somebody`;
  return say`Ask ${who} to approve${g.has('subject') ? say` ${g.of('subject')}` : ''}${limit(g, 'seconds')}${kept(g)}`;
}

/** Who is asked needs no quotation marks. */
function bare(argument: Argument | undefined): Parts {
  if (argument?.kind === 'word') return [value(argument.text)];
  if (argument?.kind !== 'expression') return [];
  return argument.value.kind === 'text' ? [value(argument.value.value)] : valuePhrase(argument.value);
}
function bareItems(argument: Argument | undefined): Parts {
  if (argument?.kind !== 'items') return [];
  const told = (item: Expression): Parts => (item.kind === 'text' ? [value(person(item.value))] : valuePhrase(item));
  return argument.items.flatMap((item, i) => say`${i === 0 ? '' : i === argument.items.length - 1 ? ' or ' : ', '}${told(item)}`);
}

/** `manager` is a post, `role:clerk` one of many, `Ana` and `ana@example.org` are themselves. */
const person = (text: string): string =>
  text.startsWith('role:') ? `a ${text.slice(5)}` : /^\p{Ll}[\p{Ll} -]+$/u.test(text) ? `the ${text}` : text;

const UNITS: readonly (readonly [seconds: number, unit: string])[] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];
function duration(g: Given, parameter: string): Parts {
  const argument = g.args[parameter];
  if (argument?.kind !== 'expression') return g.of(parameter);
  const { value: node } = argument;
  if (node.kind === 'number') {
    const [seconds, unit] = UNITS.find(([each]) => node.value >= each && node.value % each === 0) ?? [1, 'second'];
    const count = node.value / seconds;
    return [value(`${count} ${unit}${count === 1 ? '' : 's'}`)];
  }
  const amount = node.kind === 'call' && /^(days|hours|minutes|seconds)$/i.test(node.callee.text) ? node.args[0] : undefined;
  if (node.kind === 'call' && amount?.kind === 'number') return [value(`${amount.value} ${node.callee.text.toLowerCase()}`)];
  return say`${valuePhrase(node)} seconds`;
}

const general =
  (keyword: string): Sentence =>
  (g) => {
    const words = keyword.charAt(0) + keyword.slice(1).toLowerCase();
    const first = Object.entries(g.args).find(([parameter, { kind }]) => parameter !== 'v' && kind !== 'flag' && kind !== 'block')?.[0];
    return say`${words}${first ? say` ${g.of(first)}` : ''}${kept(g)}`;
  };
