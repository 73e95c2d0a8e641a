import { describe, expect, test } from 'vitest';
import { complete, describeCompletion } from '../../../src/language/service/index.ts';
import { at, FILE } from '../../support/caret.ts';

const HEAD = `ADD BOT "analyst" WITH ROLE "x"
order = { total: 1, buyer: { name: "x" } }
SUB greet(who)
  TALK who
END SUB
ON EVENT "new_ticket" DO
END ON
SET BOT MEMORY "greeting", 1
again:
`;
const PACKAGE = {
  scripts: { 'book.bas': 'TALK 1' },
  bots: ['faq'],
  config: ['llm-url', 'api-key'],
  secrets: ['api-key'],
  variables: ['Zone'],
};

const labels = (marked: string) => {
  const { project, offset } = at(HEAD + marked, PACKAGE);
  return complete(project, FILE, offset).map(({ label }) => label);
};
/** What the text is after the item was taken. */
const taken = (marked: string, label: string) => {
  const { project, offset, text } = at(HEAD + marked, PACKAGE);
  const item = complete(project, FILE, offset).find((each) => each.label === label);
  if (!item) return `no ${label}`;
  return (text.slice(0, item.span.start) + item.insert + text.slice(item.span.end)).slice(HEAD.length);
};

const FIRST: readonly (readonly [text: string, first: readonly string[]])[] = [
  ['IF order |', ['THEN']],
  ['FOR EACH item |', ['IN']],
  ['FOR EACH item IN items |', ['DO', 'LAST']],
  ['ADD BOT "x" |', ['WITH PRIORITY', 'WITH PROMPT', 'WITH ROLE', 'WITH SCHEDULE', 'WITH TOOLS', 'WITH TRIGGER']],
  ['ADD BOT "x" WITH R|', ['WITH ROLE']],
  ['BOT |', ['analyst', 'book', 'faq', 'start']],
  ['BOT "an|', ['analyst', 'book', 'faq', 'start']],
  ['BOT "|" "sum up"', ['analyst', 'book', 'faq', 'start']],
  ['BOT "x" "y"\n  RE|', ['BACKOFF', 'DELAY', 'INTO', 'ON ERROR COMPENSATE']],
  ['GOTO |', ['again']],
  ['CALL |', ['book.bas', 'start.bas', 'greet']],
  ['CALL "|"', ['book.bas', 'start.bas']],
  ['WAIT FOR EVENT "|"', ['new_ticket']],
  ['x = GET BOT MEMORY "|"', ['greeting']],
  ['x = GET "|"', ['api-key', 'llm-url']],
  ['HEAR x AS |', ['AUDIO', 'BOOLEAN']],
  ['PARAM x AS |', ['ARRAY', 'BOOLEAN', 'DATE']],
  ['TALK "Hello ${or|', ['Zone', 'order']],
  ['TALK order.|', ['buyer', 'total']],
  ['TALK order.buyer.|', ['name']],
  ['HUMAN APPROVAL |', ['FOR', 'FROM', 'INTO', 'NEED', 'REMIND', 'TIMEOUT', 'WITH']],
  ['ON |', ['ON EVENT', 'ON ERROR GOTO', 'ON ERROR RESUME NEXT']],
  ['END |', []],
  ['IF a THEN\n  END |', ['END IF']],
  ["' a comment |", []],
  ['TALK "just text |', []],
];

describe('what comes first', () => {
  test.each(FIRST)('%s', (text, first) => {
    const found = labels(text);
    expect([...found.slice(0, first.length)].sort()).toEqual([...first].sort());
    if (first.length === 0) expect(found).toEqual([]);
  });
});

const TAKEN: readonly (readonly [text: string, label: string, after: string])[] = [
  ['SET BOT M|', 'SET BOT MEMORY', 'SET BOT MEMORY "${1:key}", ${2:value}'],
  ['talk t|', 'TALK TO', 'TALK TO "${1:who}", "${2:message}"'],
  ['FOR E|', 'FOR EACH', 'FOR EACH ${1:item} IN ${2:list}\n\t$0\nNEXT'],
  ['BOT |', 'analyst', 'BOT "analyst"'],
  ['BOT "|"', 'analyst', 'BOT "analyst"'],
  ['x = UP|', 'UPPER', 'x = UPPER(${1})'],
  ['CALL gr|', 'greet', 'CALL greet(${1:who})'],
  ['x = NO|', 'NOW', 'x = NOW'],
  ['IF order |TALK 1', 'THEN', 'IF order THEN TALK 1'],
  ['ORCH|', 'ORCHESTRATE WORKFLOW', 'ORCHESTRATE WORKFLOW "${1:name}"\n\t${2}\nEND WORKFLOW'],
];

describe('what taking an item does', () => {
  test.each(TAKEN)('%s %s', (text, label, after) => {
    expect(taken(text, label)).toBe(after);
  });
});

test('names are offered where they can be reached', () => {
  expect(labels('x = |')).toEqual(expect.arrayContaining(['order', 'greet', 'Zone', 'LEN', 'TRUE', 'GET BOT MEMORY']));
  expect(labels('x = |')).not.toContain('who');
  const inside = at('SUB greet(who)\n  note = 1\n  TALK |\nEND SUB\n');
  expect(complete(inside.project, FILE, inside.offset).map(({ label }) => label)).toEqual(expect.arrayContaining(['who', 'note']));
});

test('parts of a block are offered within it, the innermost first', () => {
  const found = labels('WHILE a\n  SELECT CASE b\n    |\n');
  expect(found).toEqual(expect.arrayContaining(['CASE', 'END SELECT', 'WEND']));
  expect(found.indexOf('CASE')).toBeLessThan(found.indexOf('WEND'));
  expect(found).not.toContain('END IF');
});

test('an item is explained with its forms, arguments and promise', () => {
  const { project } = at('|');
  const text = describeCompletion(project, { label: 'SET BOT MEMORY', kind: 'keyword' });
  expect(text).toContain('SET BOT MEMORY <key>, <value>');
  expect(text).toContain('Exactly once, also after a crash.');
  expect(describeCompletion(project, { label: 'UPPER', kind: 'function' })).toContain('UPPER(');
  expect(describeCompletion(project, { label: 'FOR EACH', kind: 'control' })).toContain('FOR EACH item IN items');
});
