import { expect, test } from 'vitest';
import { createParser, SYNTAX } from '../../grammar/index.ts';
import { openDocument } from '../../src/language/document/index.ts';
import { variablesOf } from './variables.ts';

test('what is set, heard, counted or given is offered, once', () => {
  const script = `PARAM claim AS STRING
HEAR name AS NAME
total = 1
TOTAL = 2
STEP 1: BOT "reader" READS report
STEP 2: BOT "checker" "check" INTO contract
FOR EACH item IN report
  x = item
NEXT
answer = LLM "hm"
order.count = 3
`;
  const found = variablesOf(openDocument(script, { parse: createParser(SYNTAX), table: SYNTAX }));
  expect(found.map(({ name, times }) => `${name} ${times}`)).toEqual([
    'claim 1',
    'name 1',
    'total 2',
    'report 1',
    'contract 1',
    'item 1',
    'x 1',
    'answer 1',
  ]);
});
