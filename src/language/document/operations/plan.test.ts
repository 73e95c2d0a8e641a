import { describe, expect, test } from 'vitest';
import { createParser, SYNTAX } from '../../../../grammar/index.ts';
import { applyEdits } from '../edits.ts';
import { allPlaces, copyText, type Document, type Operation, openDocument, plan, slotAfter, slotBefore, slotsOf } from '../index.ts';

const reader = { parse: createParser(SYNTAX), table: SYNTAX };
const open = (text: string) => openDocument(text, reader);

/** The step whose own words begin so. */
const step = (document: Document, words: string) => {
  const found = [...allPlaces(document).values()].find(({ node }) => node.words.startsWith(words));
  if (!found) throw new Error(`no step ${words}`);
  return found;
};
const anchor = (document: Document, words: string) => step(document, words).node.anchor;
const above = (document: Document, words: string) => slotBefore(step(document, words));
const below = (document: Document, words: string) => slotAfter(step(document, words));

/** What the text becomes; `!why` when it is refused. */
function done(text: string, make: (document: Document) => Operation): string {
  const document = open(text);
  const planned = plan(document, make(document));
  if (!planned.ok) return `!${planned.why}`;
  const out = applyEdits(text, planned.edits);
  expect(planned.after.text).toBe(out);
  return out;
}

describe('insert', () => {
  test.each<[string, string, (document: Document) => Operation, string]>([
    [
      'takes indentation and line end',
      'IF a THEN\r\n    TALK 1\r\nEND IF\r\n',
      (d) => ({ kind: 'insert', at: below(d, 'TALK 1'), text: 'TALK 2' }),
      'IF a THEN\r\n    TALK 1\r\n    TALK 2\r\nEND IF\r\n',
    ],
    [
      'takes the spelling of keywords',
      'talk 1\n',
      (d) => ({ kind: 'insert', at: below(d, 'talk'), text: 'SET BOT MEMORY "K", Name' }),
      'talk 1\nset bot memory "K", Name\n',
    ],
    [
      'stands right below the step before',
      'TALK 1\n\nTALK 2\n',
      (d) => ({ kind: 'insert', at: below(d, 'TALK 1'), text: 'TALK 9\n' }),
      'TALK 1\nTALK 9\n\nTALK 2\n',
    ],
    [
      'leaves a script without a final line end without one',
      'TALK 1',
      (d) => ({ kind: 'insert', at: below(d, 'TALK 1'), text: 'TALK 2' }),
      'TALK 1\nTALK 2',
    ],
    ['begins a script', '', () => ({ kind: 'insert', at: { parent: '', lane: '', index: 0 }, text: 'TALK 1' }), 'TALK 1\n'],
    [
      'goes in steps of tabs',
      'IF a THEN\n\tTALK 1\nEND IF\n',
      (d) => ({ kind: 'insert', at: below(d, 'TALK 1'), text: 'IF b THEN\n  TALK 2\nEND IF' }),
      'IF a THEN\n\tTALK 1\n\tIF b THEN\n\t\tTALK 2\n\tEND IF\nEND IF\n',
    ],
    [
      'goes into an empty block',
      'IF a THEN\nEND IF\n',
      (d) => ({ kind: 'insert', at: { parent: anchor(d, 'IF'), lane: 'then', index: 0 }, text: 'TALK 2' }),
      'IF a THEN\n  TALK 2\nEND IF\n',
    ],
    [
      'keeps the lines of a raw body',
      'IF a THEN\n  TALK 1\nEND IF\n',
      (d) => ({ kind: 'insert', at: below(d, 'TALK 1'), text: 'BEGIN TALK\nhello\n  you\nEND TALK' }),
      'IF a THEN\n  TALK 1\n  BEGIN TALK\nhello\n  you\n  END TALK\nEND IF\n',
    ],
    [
      'behind the mark at the beginning',
      '\uFEFFTALK 1\n',
      (d) => ({ kind: 'insert', at: above(d, 'TALK 1'), text: 'TALK 0' }),
      '\uFEFFTALK 0\nTALK 1\n',
    ],
  ])('%s', (_, text, make, expected) => expect(done(text, make)).toBe(expected));
});

describe('move', () => {
  test.each<[string, string, (document: Document) => Operation, string]>([
    [
      'down',
      'TALK 1\nTALK 2\nTALK 3\n',
      (d) => ({ kind: 'move', anchors: [anchor(d, 'TALK 1')], to: below(d, 'TALK 2') }),
      'TALK 2\nTALK 1\nTALK 3\n',
    ],
    [
      'with its comments',
      "' one\nTALK 1 ' end\nTALK 2\n",
      (d) => ({ kind: 'move', anchors: [anchor(d, 'TALK 1')], to: below(d, 'TALK 2') }),
      "TALK 2\n' one\nTALK 1 ' end\n",
    ],
    [
      'into a block',
      'TALK 1\nIF a THEN\n    TALK 2\nEND IF\n',
      (d) => ({ kind: 'move', anchors: [anchor(d, 'TALK 1')], to: below(d, 'TALK 2') }),
      'IF a THEN\n    TALK 2\n    TALK 1\nEND IF\n',
    ],
    [
      'out of a block',
      'IF a THEN\n\tTALK 1\n\tTALK 2\nEND IF\nTALK 3',
      (d) => ({ kind: 'move', anchors: [anchor(d, 'TALK 1')], to: below(d, 'TALK 3') }),
      'IF a THEN\n\tTALK 2\nEND IF\nTALK 3\nTALK 1',
    ],
    [
      'the last line of a script without a final line end',
      'TALK 1\r\nTALK 2',
      (d) => ({ kind: 'move', anchors: [anchor(d, 'TALK 2')], to: above(d, 'TALK 1') }),
      'TALK 2\r\nTALK 1',
    ],
    [
      'several',
      'TALK 1\nTALK 2\nTALK 3\nTALK 4\n',
      (d) => ({ kind: 'move', anchors: [anchor(d, 'TALK 4'), anchor(d, 'TALK 1')], to: above(d, 'TALK 3') }),
      'TALK 2\nTALK 1\nTALK 4\nTALK 3\n',
    ],
    [
      'to where it stands',
      'TALK 1\nTALK 2\n',
      (d) => ({ kind: 'move', anchors: [anchor(d, 'TALK 1')], to: above(d, 'TALK 2') }),
      'TALK 1\nTALK 2\n',
    ],
    [
      'a block into itself',
      'IF a THEN\n  TALK 1\nEND IF\n',
      (d) => ({ kind: 'move', anchors: [anchor(d, 'IF')], to: below(d, 'TALK 1') }),
      '!a step cannot be moved into itself',
    ],
    [
      'a step that shares its line',
      'x = 1; y = 2\nTALK 1\n',
      (d) => ({ kind: 'move', anchors: [anchor(d, 'x')], to: below(d, 'TALK') }),
      '!it shares its line with another step: make it a block first',
    ],
    [
      'a text of several lines',
      'TALK 1\nIF a THEN\n  TALK 2\nEND IF\nx = "one\ntwo"\n',
      (d) => ({ kind: 'move', anchors: [anchor(d, 'x =')], to: below(d, 'TALK 2') }),
      'TALK 1\nIF a THEN\n  TALK 2\n  x = "one\ntwo"\nEND IF\n',
    ],
    [
      'a clause away from its step is refused',
      'TALK 1\nLLM "x"\nWITH MODEL\n',
      (d) => ({ kind: 'move', anchors: [anchor(d, 'WITH')], to: above(d, 'TALK') }),
      'WITH MODEL\nTALK 1\nLLM "x"\n',
    ],
  ])('%s', (_, text, make, expected) => expect(done(text, make)).toBe(expected));

  test('says what it did and what to select', () => {
    const document = open('TALK 1\nTALK 2\nTALK 3\n');
    const planned = plan(document, { kind: 'move', anchors: [anchor(document, 'TALK 3')], to: below(document, 'TALK 1') });
    expect(planned).toMatchObject({ ok: true, sentence: 'moved step 3 after step 1', select: [anchor(document, 'TALK 3')] });
  });
});

describe('delete, cut, paste, duplicate', () => {
  test.each<[string, string, (document: Document) => Operation, string]>([
    [
      'takes the comments',
      "TALK 1\n' own\nTALK 2 ' end\nTALK 3\n",
      (d) => ({ kind: 'delete', anchors: [anchor(d, 'TALK 2')], comments: 'take' }),
      'TALK 1\nTALK 3\n',
    ],
    [
      'leaves the comments',
      "TALK 1\n' own\n  TALK 2 ' end\nTALK 3\n",
      (d) => ({ kind: 'delete', anchors: [anchor(d, 'TALK 2')], comments: 'leave' }),
      "TALK 1\n' own\n  ' end\nTALK 3\n",
    ],
    [
      'keeps one paragraph break',
      'TALK 1\n\nTALK 2\n\nTALK 3\n',
      (d) => ({ kind: 'delete', anchors: [anchor(d, 'TALK 2')], comments: 'take' }),
      'TALK 1\n\nTALK 3\n',
    ],
    [
      'keeps the break below',
      'TALK 1\nTALK 2\n\nTALK 3\n',
      (d) => ({ kind: 'delete', anchors: [anchor(d, 'TALK 2')], comments: 'take' }),
      'TALK 1\n\nTALK 3\n',
    ],
    [
      'a statement on a shared line',
      'x = 1; y = 2; z = 3\n',
      (d) => ({ kind: 'delete', anchors: [anchor(d, 'y')], comments: 'take' }),
      'x = 1; z = 3\n',
    ],
    ['the last on a shared line', 'x = 1; y = 2\n', (d) => ({ kind: 'delete', anchors: [anchor(d, 'y')], comments: 'take' }), 'x = 1\n'],
    [
      'the only step of a one-line IF',
      'IF a THEN x = 1\n',
      (d) => ({ kind: 'delete', anchors: [anchor(d, 'x')], comments: 'take' }),
      '!a condition on one line needs a step: delete the condition, or make it a block first',
    ],
    [
      'duplicates',
      "' c\nTALK 1\n\nTALK 2\n",
      (d) => ({ kind: 'duplicate', anchors: [anchor(d, 'TALK 1')] }),
      "' c\nTALK 1\n' c\nTALK 1\n\nTALK 2\n",
    ],
    ['duplicates the last line', 'TALK 1', (d) => ({ kind: 'duplicate', anchors: [anchor(d, 'TALK 1')] }), 'TALK 1\nTALK 1'],
    [
      'pastes with the indentation of the place',
      'IF a THEN\n  TALK 1\nEND IF\n',
      (d) => ({ kind: 'paste', at: below(d, 'TALK 1'), text: 'x = 1\r\ny = 2' }),
      'IF a THEN\n  TALK 1\n  x = 1\n  y = 2\nEND IF\n',
    ],
  ])('%s', (_, text, make, expected) => expect(done(text, make)).toBe(expected));

  test('cut and paste at the same place is the same text', () => {
    const text = "TALK 1\r\n\n' own\nIF a THEN\n  TALK 2\r\nEND IF\n\n\nTALK 3";
    const document = open(text);
    const cut = plan(document, { kind: 'cut', anchors: [anchor(document, 'IF')] });
    if (!cut.ok) throw new Error(cut.why);
    const pasted = plan(cut.after, {
      kind: 'paste',
      at: above(document, 'IF'),
      text: copyText(document, [anchor(document, 'IF')]),
      isExact: true,
    });
    expect(pasted.ok && pasted.after.text).toBe(text);
  });
});

describe('fields', () => {
  const set =
    (words: string, field: string, text: string) =>
    (d: Document): Operation => ({ kind: 'setField', anchor: anchor(d, words), field, text });
  test.each<[string, string, (document: Document) => Operation, string]>([
    ['replaces only the words', 'set bot memory   "k",  1   \' c\n', set('set', 'value', '2 + 3'), 'set bot memory   "k",  2 + 3   \' c\n'],
    ['nothing changed is no edit', 'TALK "a"\n', set('TALK', 'message', '"a"'), 'TALK "a"\n'],
    ['puts a clause in', 'x = LLM "a" \' c\n', set('x', 'model', '"m"'), 'x = LLM "a" WITH MODEL "m" \' c\n'],
    ['puts a clause in the spelling of the step', 'llm "a"\n', set('llm', 'model', '"m"'), 'llm "a" with model "m"\n'],
    [
      'puts a clause on a line of its own where the others have one',
      'x = LLM "a"\n    WITH MODEL "m"\nTALK 1\n',
      set('x', 'cost', '0.1'),
      'x = LLM "a"\n    WITH MODEL "m"\n    WITH MAX_COST 0.1\nTALK 1\n',
    ],
    ['takes a clause out', 'x = LLM "a" WITH MODEL "m" WITH MAX_COST 1\n', set('x', 'model', ''), 'x = LLM "a" WITH MAX_COST 1\n'],
    [
      'takes a clause out with its line',
      'x = LLM "a" \' c\n  WITH MODEL "m"\n  WITH MAX_COST 1 \' d\n',
      set('x', 'model', ''),
      'x = LLM "a" \' c\n  WITH MAX_COST 1 \' d\n',
    ],
    [
      'an argument without words taken out',
      'ORCHESTRATE WORKFLOW "a"\n  TALK 1\nEND WORKFLOW\n',
      set('ORCH', 'name', ''),
      'ORCHESTRATE WORKFLOW\n  TALK 1\nEND WORKFLOW\n',
    ],
    [
      'an argument without words put in',
      'orchestrate workflow\n  talk 1\nend workflow\n',
      set('orch', 'name', '"b"'),
      'orchestrate workflow "b"\n  talk 1\nend workflow\n',
    ],
    ['takes a flag out', 'BOT "a" DOES it ON ERROR SKIP RETRY 2\n', set('BOT', 'onErrorSkip', ''), 'BOT "a" DOES it RETRY 2\n'],
    ['puts a flag in', 'BOT "a" DOES it\n', set('BOT', 'onErrorSkip', 'yes'), 'BOT "a" DOES it ON ERROR SKIP\n'],
    ['what must be given cannot be taken out', 'TALK "a"\n', set('TALK', 'message', ''), '!message must be given'],
    ['a value that does not parse is refused', 'x = 1\n', set('x', 'value', '1 +'), '!expected a value, found the end of the line'],
    ['a value that is more than a value is refused', 'TALK "a"\n', set('TALK', 'message', '"a"\nTALK "b"'), '!it would be read as "a"'],
    ['a step is looked through', 'STEP 1: TALK "a"\n', set('STEP', 'message', '"b"'), 'STEP 1: TALK "b"\n'],
    ['its number too', 'STEP 1: TALK "a"\n', set('STEP', 'STEP.n', '2'), 'STEP 2: TALK "a"\n'],
    [
      'a condition',
      'IF a THEN\n  TALK 1\nELSE IF b THEN\n  TALK 2\nEND IF\n',
      set('IF', 'elseif1.condition', 'c > 1'),
      'IF a THEN\n  TALK 1\nELSE IF c > 1 THEN\n  TALK 2\nEND IF\n',
    ],
    ['LAST n put in', 'FOR EACH x IN list\nNEXT\n', set('FOR', 'last', '3'), 'FOR EACH x IN list LAST 3\nNEXT\n'],
    ['LAST n taken out', 'for each x in list last 3\nnext\n', set('for', 'last', ''), 'for each x in list\nnext\n'],
    ['parameters put in', 'SUB go\nEND SUB\n', set('SUB', 'parameters', 'a, b'), 'SUB go(a, b)\nEND SUB\n'],
    ['parameters taken out', 'SUB go(a, b)\nEND SUB\n', set('SUB', 'parameters', ''), 'SUB go\nEND SUB\n'],
    ['a value to return', 'SUB go\n  RETURN\nEND SUB\n', set('RETURN', 'value', '1'), 'SUB go\n  RETURN 1\nEND SUB\n'],
    [
      'lines of a raw body keep their ends',
      'BEGIN TALK\r\none\ntwo\r\nEND TALK\n',
      set('BEGIN', 'body', 'one\ntwo\nthree'),
      'BEGIN TALK\r\none\ntwo\r\nthree\r\nEND TALK\n',
    ],
    ['a call spelling', 'x = LLM("a")\n', set('x', 'model', '"m"'), 'x = LLM("a", "m")\n'],
    ['a keyword for a value', 'x = 1\n', set('x', 'value', 'LLM "a"'), 'x = LLM "a"\n'],
  ])('%s', (_, text, make, expected) => expect(done(text, make)).toBe(expected));
});

describe('text blocks and comments', () => {
  test.each<[string, string, (document: Document) => Operation, string]>([
    [
      'a text block is edited in place',
      'TALK 1\n??\n!!\r\nTALK 2\n',
      (d) => ({ kind: 'replaceText', anchor: anchor(d, '??'), text: '??\nTALK 9' }),
      'TALK 1\n??\nTALK 9\r\nTALK 2\n',
    ],
    [
      'a comment at the end of a line',
      'TALK 1\n',
      (d) => ({ kind: 'setComment', anchor: anchor(d, 'TALK'), text: 'say it' }),
      "TALK 1 ' say it\n",
    ],
    ['changed', "TALK 1   '  old\n", (d) => ({ kind: 'setComment', anchor: anchor(d, 'TALK'), text: 'new' }), "TALK 1   ' new\n"],
    ['removed', "TALK 1   ' old\n", (d) => ({ kind: 'setComment', anchor: anchor(d, 'TALK'), text: '' }), 'TALK 1\n'],
    [
      'of a block',
      'IF a THEN\n  TALK 1\nEND IF\n',
      (d) => ({ kind: 'setComment', anchor: anchor(d, 'IF'), text: 'why' }),
      "IF a THEN ' why\n  TALK 1\nEND IF\n",
    ],
    [
      'a note',
      "' @note one\n\nTALK 1\n",
      (d) => ({ kind: 'setComment', anchor: anchor(d, "' @note"), text: 'two\nlines' }),
      "' @note two\n' lines\n\nTALK 1\n",
    ],
  ])('%s', (_, text, make, expected) => expect(done(text, make)).toBe(expected));
});

describe('bodies', () => {
  const BLOCK = 'IF a THEN\n  TALK 1\nEND IF\n';
  const SELECT = 'SELECT CASE x\n  CASE 1\n    TALK 1\nEND SELECT\n';
  test.each<[string, string, (document: Document) => Operation, string]>([
    ['ELSE', BLOCK, (d) => ({ kind: 'addLane', anchor: anchor(d, 'IF'), lane: 'else' }), 'IF a THEN\n  TALK 1\nELSE\nEND IF\n'],
    [
      'ELSE IF before ELSE',
      'if a then\n  talk 1\nelse\nend if\n',
      (d) => ({ kind: 'addLane', anchor: anchor(d, 'if'), lane: 'elseif', text: 'b' }),
      'if a then\n  talk 1\nelse if b then\nelse\nend if\n',
    ],
    [
      'CASE',
      SELECT,
      (d) => ({ kind: 'addLane', anchor: anchor(d, 'SELECT'), lane: 'case', text: '2' }),
      'SELECT CASE x\n  CASE 1\n    TALK 1\n  CASE 2\nEND SELECT\n',
    ],
    [
      'CASE ELSE',
      SELECT,
      (d) => ({ kind: 'addLane', anchor: anchor(d, 'SELECT'), lane: 'else' }),
      'SELECT CASE x\n  CASE 1\n    TALK 1\n  CASE ELSE\nEND SELECT\n',
    ],
    [
      'BRANCH',
      'PARALLEL\n  BRANCH a: TALK 1\nEND PARALLEL\n',
      (d) => ({ kind: 'addLane', anchor: anchor(d, 'PARALLEL'), lane: 'branch' }),
      'PARALLEL\n  BRANCH a: TALK 1\n  BRANCH b:\nEND PARALLEL\n',
    ],
    [
      'a second ELSE is refused',
      'IF a THEN\nELSE\nEND IF\n',
      (d) => ({ kind: 'addLane', anchor: anchor(d, 'IF'), lane: 'else' }),
      '!it has one already',
    ],
    [
      'removed with what is in it',
      'IF a THEN\n  TALK 1\nELSE\n  TALK 2\nEND IF\n',
      (d) => ({ kind: 'removeLane', anchor: anchor(d, 'IF'), lane: 'else' }),
      BLOCK,
    ],
    [
      'a one-line IF',
      "  IF a THEN x = 1; y = 2 ELSE z = 3 ' why\n",
      (d) => ({ kind: 'makeBlock', anchor: anchor(d, 'IF') }),
      "  IF a THEN ' why\n    x = 1\n    y = 2\n  ELSE\n    z = 3\n  END IF\n",
    ],
    ['from the step inside', 'if a then x = 1', (d) => ({ kind: 'makeBlock', anchor: anchor(d, 'x') }), 'if a then\n  x = 1\nend if'],
    [
      'a shared line',
      ' x = 1; y = 2\r\nTALK 1\r\n',
      (d) => ({ kind: 'makeBlock', anchor: anchor(d, 'y') }),
      ' x = 1\r\n y = 2\r\nTALK 1\r\n',
    ],
    [
      'a branch on its head line',
      'PARALLEL\n  BRANCH a: TALK 1\nEND PARALLEL\n',
      (d) => ({ kind: 'makeBlock', anchor: anchor(d, 'TALK') }),
      'PARALLEL\n  BRANCH a:\n    TALK 1\nEND PARALLEL\n',
    ],
  ])('%s', (_, text, make, expected) => expect(done(text, make)).toBe(expected));
});

test('slots: between all steps, not into a one-line IF, not before the first case', () => {
  const document = open("TALK 1\nIF a THEN x = 1\nSELECT CASE x\n  ' none yet\n  CASE 1\n    TALK 2\nEND SELECT\nx = 1; y = 2\n");
  const lanes = slotsOf(document).map(({ parent, lane, index }) => `${parent === '' ? '' : lane}${index}`);
  expect(lanes).toEqual(['0', '1', '2', '3', '5', 'case00', 'case01']);
});
