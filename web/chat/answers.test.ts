import { expect, test } from 'vitest';
import { ANSWER_TYPES } from '../../keywords/answers/index.ts';
import { answerOf, controlOf, type FieldControl } from './answers.ts';

test('every type that HEAR knows has its own control, and every secret one hides what is typed', () => {
  for (const { names, secret } of ANSWER_TYPES) {
    const input = names[0].toLowerCase();
    const control = controlOf({ type: 'prompt', input, secret });
    if (input !== 'text') expect([input, control.control]).not.toEqual([input, 'text']);
    if (secret) expect(control).toMatchObject({ control: 'field', type: 'password' });
  }
});

test.each([
  [{ type: 'prompt', input: 'constructor' }, { control: 'text' }],
  [
    { type: 'prompt', input: 'constructor', secret: true },
    { control: 'field', type: 'password' },
  ],
  [
    { type: 'prompt', input: 'menu', options: ['A', 'B'], free: true },
    { control: 'choice', free: true, options: [{ text: 'A' }, { text: 'B' }] },
  ],
] as const)('%o', (prompt, control) => expect(controlOf(prompt)).toMatchObject(control));

test('a date is shown in words and sent as it is; a password leaves dots', () => {
  const date = controlOf({ type: 'prompt', input: 'date' }) as FieldControl;
  expect(answerOf(date, '2026-02-03')).toMatchObject({ value: '2026-02-03', text: expect.stringContaining('2026') });
  const password = controlOf({ type: 'prompt', input: 'password' }) as FieldControl;
  expect(answerOf(password, 'hunter2')).toEqual({ text: '••••••', value: 'hunter2', secret: true });
});
