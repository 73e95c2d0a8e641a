import { expect, test } from 'vitest';
import { closestPassage, localModel } from './local-model.ts';

const CLINIC = 'The clinic opens at eight. A visit costs 40 euros. Parking is free. Dr. Silva works on Mondays and Fridays.';
const ask = (user: string, system = CLINIC) =>
  closestPassage([
    { role: 'system', text: system },
    { role: 'user', text: user },
  ]);

test.each([
  ['How much does a visit cost?', 'A visit costs 40 euros.'],
  ['Where can I park? Is parking free?', 'Parking is free.'],
  ['When does the clinic open?', 'The clinic opens at eight.'],
  ['Tell me about dinosaurs', ''],
  ['', ''],
])('%s → %s', (question, passage) => expect(ask(question)).toBe(passage));

test('the text may stand in the prompt itself', () => {
  expect(ask('What is the price of tea?\nCoffee is two euros.\nThe price of tea is one euro.', '')).toBe('The price of tea is one euro.');
});

test('it says what it is, streams its words, counts by estimate', async () => {
  const pieces: string[] = [];
  const outcome = await localModel.complete({
    messages: [{ role: 'user', text: 'Is parking free? Parking is free on Sundays.' }],
    config: {},
    key: 'r1:0.1',
    abort: new AbortController().signal,
    granted: [],
    stream: (piece) => pieces.push(piece),
  });
  expect(outcome).toMatchObject({ outcome: 'done', answer: { model: 'local', estimated: true } });
  expect(outcome.answer?.text).toMatch(/^\(No language model is configured\..*Parking is free on Sundays\.$/);
  expect(pieces.join('')).toBe(outcome.answer?.text);
});
