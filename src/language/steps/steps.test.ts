/** Sentences as tables: what stands in the script, and what a person reads on the canvas. */
import { describe, expect, test } from 'vitest';
import { createParser, SYNTAX } from '../../../grammar/index.ts';
import { keywords } from '../../../keywords/index.ts';
import type { Statement } from '../../spec/index.ts';
import { describeSteps, hasSentence, plain, sentenceOf, stepId } from './index.ts';
import { infinitive } from './keyword-sentences.ts';

const parse = createParser(SYNTAX);
const first = (text: string): Statement => parse(text).tree.body[0] as Statement;

test.each([
  ['IF priority = "high" THEN\nTALK "x"\nEND IF', 'If the priority is high'],
  ['IF order.total >= 100 AND NOT vip THEN\nEND IF', 'If the order’s total is at least 100 and not the vip is so'],
  ['IF reply = "" THEN\nEND IF', 'If the reply is empty'],
  ['IF sure = TRUE THEN TALK "Booked."', 'If the sure is so: say “Booked.”'],
  ['IF LEN(x) > 3 THEN\nEND IF', 'If LEN(x) is more than 3'],
  ['BOT "researcher" GATHERS data', 'Ask the researcher bot to gather data'],
  ['BOT "checker" "check the contract" INTO contract', 'Ask the checker bot to check the contract, kept as contract'],
  ['BOT speaker "Say one sentence" TIMEOUT 600', 'Ask the speaker bot: “Say one sentence”, at most 10 minutes'],
  ['STEP 1: BOT "booking" BOOKS flight', 'Ask the booking bot to book flight'],
  [
    'ok = HUMAN APPROVAL FROM TWO OF "Ana", "boss", "role:clerk" FOR "Refund" TIMEOUT 86400',
    'Ask two of Ana, the boss or a clerk to approve “Refund”, at most 1 day, kept as ok',
  ],
  ['TALK "Good morning, " + name', 'Say “Good morning, [name]”'],
  ['TALK "${greeting}, ${guest.name}!"', 'Say “[greeting], [guest’s name]!”'],
  ['HEAR email AS EMAIL WITH "Your e-mail?"', 'Ask “Your e-mail?” and wait for email, an e-mail address'],
  ['HEAR day AS "Monday", "Friday"', 'Wait for day: “Monday” or “Friday”'],
  ['orderTotal = price + tax', 'Set order total to price + tax'],
  ['items = []', 'Set items to an empty list'],
  ['items.PUSH(cup)', 'Add cup to items'],
  ['summary = LLM "Summarize: " + letter', 'Ask the language model “Summarize: [letter]”, kept as summary'],
  ['FOR EACH entry IN answers\nNEXT', 'For each entry in answers'],
  ['FOR i = 1 TO 9 STEP 2\nNEXT', 'Count i from 1 to 9 in steps of 2'],
  ['WHILE tries < 3\nWEND', 'While the tries is less than 3'],
  ['DO\nLOOP UNTIL done', 'Do it once, then again until the done is so'],
  ['DO\nLOOP', 'Repeat until it is left'],
  ['SELECT CASE topic\nCASE 1\nEND SELECT', 'Depending on topic'],
  ['PARALLEL\nBRANCH a: x = 1\nBRANCH b: x = 2\nEND PARALLEL', 'Side by side, until all are done'],
  ['PARALLEL ANY\nBRANCH a: x = 1\nBRANCH b: x = 2\nEND PARALLEL', 'Side by side, until the first of 2 is done'],
  ['WAIT FOR EVENT "paid" WHERE id = order TIMEOUT 3600', 'Wait for “paid”, where the id is the order, at most 1 hour'],
  ['ON EVENT "new_ticket" DO\nEND ON', 'When “new_ticket” happens'],
  ['WAIT HOURS(2)', 'Wait 2 hours'],
  ['RETURN WITH name AS who, day AS day', 'End with name who, day day'],
  ['THROW "no"', 'Fail with “no”'],
  ['ON ERROR RESUME NEXT', 'When something fails, go on with the next step'],
  ['SUB greet(name)\nEND SUB', 'What greet does, given name'],
])('%s', (text, sentence) => {
  expect(plain(sentenceOf(first(text)))).toBe(sentence);
});

test.each([
  ['GATHERS', 'gather'],
  ['APPLIES', 'apply'],
  ['PROCESSES', 'process'],
  ['CHECKS', 'check'],
  ['GOES', 'go'],
  ['BOSS', 'boss'],
])('%s → %s', (verb, expected) => expect(infinitive(verb)).toBe(expected));

const steps = describeSteps(keywords, SYNTAX);
describe('the palette', () => {
  test('has each keyword once', () => {
    const ids = steps.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(keywords.filter(({ name, isHelper }) => !isHelper && !ids.includes(name))).toEqual([]);
  });
  test.each(steps.map((step) => [step.id, step] as const))(
    '%s: its text is one step of that kind, with a sentence',
    (id, { template, fields }) => {
      const { tree, diagnostics } = parse(template);
      expect(diagnostics).toEqual([]);
      const statements = tree.body.filter(({ kind }) => kind !== 'blank');
      expect(plain(sentenceOf(statements[0] as Statement))).not.toBe('');
      expect(fields.every(({ label, summary }) => label !== '' && summary !== '')).toBe(true);
      if (!['note', 'comment'].includes(id) && statements.length === 1 && stepId(first(template)) !== id)
        // In use inside another statement: TALK ERROR MESSAGE, DEBUG BOT_ID(), due = TODAY() + DAYS(7).
        expect(template.toUpperCase().replaceAll('_', ' ')).toContain(id.replace('STEP', 'STEP 1'));
    },
  );
  test('keywords in words of their own are most of them', () => {
    const without = keywords.filter(({ name, isHelper }) => !isHelper && !hasSentence(name)).map(({ name }) => name);
    const told = ['BOT ID', 'ERROR MESSAGE', 'NOW STR', 'NOW UTC', 'SESSION ID', 'TIMESTAMP', 'TODAY STR', 'UNIX TIMESTAMP'];
    expect(without.filter((each) => !told.includes(each))).toEqual([]);
  });
});
