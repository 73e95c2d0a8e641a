import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';

const variables = (text: string) => ({ ...parseConfig(text).variables });

test('first comma parts key and value; header, comments and empty lines are passed over', () => {
  const { values } = parseConfig('\uFEFFname,value\r\n# a note,x\n,\n\nbot-name,Ana, the clerk\n"theme-title","say ""hi"""');
  expect({ ...values }).toEqual({ 'bot-name': 'Ana, the clerk', 'theme-title': 'say "hi"' });
});

test.each([
  ['param-limit,10', { limit: 10 }],
  ['param-Rate,0.25', { rate: 0.25 }],
  ['param-open,TRUE', { open: true }],
  ['param-zip,01234', { zip: '01234' }],
  ['param-unit-price,3', { unit_price: 3 }],
  ['Start Dialog,menu', { startdialog: 'menu' }],
  ['llm-key,x', {}],
])('%s', (line, expected) => expect(variables(line)).toEqual(expected));

test('a key named __proto__ is a key', () => {
  expect(Object.keys(parseConfig('__proto__,1').values)).toEqual(['__proto__']);
});

test('a time zone that does not exist is a mistake with its place', () => {
  const mistakes = (text: string) => parseConfig(text).mistakes;
  expect(mistakes('name,value\ntimezone, Mars/Olympus\n')).toEqual([
    {
      line: 2,
      column: 11,
      code: 'unknown-zone',
      message: 'there is no time zone Mars/Olympus',
      help: 'write one like Europe/Berlin or UTC',
    },
  ]);
  for (const zone of ['America/Sao_Paulo', 'UTC', ' Europe/Berlin ', '']) expect(mistakes(`Timezone,${zone}`)).toEqual([]);
});
