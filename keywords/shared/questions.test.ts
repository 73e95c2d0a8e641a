import { expect, test } from 'vitest';
import type { AskContext, Signal } from '../../src/spec/index.ts';
import { Secret } from '../../src/values/index.ts';
import { hearAnswer, poseQuestion } from './questions.ts';

const asking = (config: Readonly<Record<string, string>> = {}): AskContext => ({
  run: 'r1',
  bot: 'clinic',
  conversation: 'c1',
  script: 'start.bas',
  key: 'r1:0.1',
  address: '0.1',
  attempt: 1,
  hops: 0,
  abort: new AbortController().signal,
  stream: () => {},
  config,
  granted: [],
  scripts: [],
  lineage: null,
  times: 1,
});
const reply = (text: string, value?: string): Signal => ({ kind: 'reply', text, value, number: 7 });
const waking = (tries = 1, config = {}) => ({ ask: asking(config), tries, now: Date.UTC(2026, 10, 21) });
const shown = (woken: object) => ('writes' in woken ? JSON.stringify(woken.writes) : '');

test('a question says its prompt, shows the fitting input and waits', () => {
  const waits = poseQuestion({ type: 'EMAIL', prompt: 'Your e-mail?' }, asking({ 'hear-timeout-secs': '60' }));
  expect(waits).toEqual({
    wait: { kind: 'reply', conversation: 'c1', timeoutMs: 60_000 },
    writes: [
      { kind: 'message', conversation: 'c1', item: { type: 'bot', text: 'Your e-mail?' } },
      { kind: 'message', conversation: 'c1', item: { type: 'prompt', input: 'email' } },
    ],
  });
});

test('without a conversation nobody can answer', () => {
  expect(poseQuestion({}, { ...asking(), conversation: undefined })).toMatchObject({ fault: { code: 'no-reply' } });
});

test('an answer that does not fit is asked for again, three times in all', () => {
  const question = { type: 'EMAIL' };
  const again = hearAnswer(question, reply('nope'), waking(1));
  expect(again).toMatchObject({ wait: { kind: 'reply' } });
  expect(shown(again)).toContain('does not look like an e-mail address');
  expect(hearAnswer(question, reply('nope'), waking(3))).toMatchObject({ fault: { code: 'no-reply' } });
  expect(hearAnswer(question, reply(' Ana@Example.org '), waking(3))).toMatchObject({ result: 'ana@example.org' });
});

test('it asks again in Portuguese where that is the language of the bot', () => {
  expect(shown(hearAnswer({ type: 'EMAIL' }, reply('x'), waking(1, { 'default-language': 'pt-BR' })))).toContain('Tente de novo');
});

test('a default stands in for an empty answer, for silence and after the last try', () => {
  const question = { type: 'INTEGER', fallback: 3 };
  expect(hearAnswer(question, reply('  '), waking())).toMatchObject({ result: 3 });
  expect(hearAnswer(question, { kind: 'timeout' }, waking())).toMatchObject({ result: 3 });
  expect(hearAnswer(question, reply('x'), waking(3))).toMatchObject({ result: 3 });
  expect(hearAnswer(question, reply('x'), waking(2))).toMatchObject({ wait: {} });
});

test('an option is chosen by its text or its number; with * anything goes', () => {
  const options = ['Red', 'Green', 3];
  expect(hearAnswer({ options }, reply('green'), waking())).toMatchObject({ result: 'Green' });
  expect(hearAnswer({ options }, reply('3'), waking())).toMatchObject({ result: 3 });
  expect(hearAnswer({ options }, reply('1'), waking())).toMatchObject({ result: 'Red' });
  expect(shown(hearAnswer({ options }, reply('blue'), waking()))).toContain('Red, Green, 3');
  expect(hearAnswer({ options, free: true }, reply('blue'), waking())).toMatchObject({ result: 'blue' });
});

test('a password becomes a secret under the address of its question', () => {
  const woken = hearAnswer({ type: 'PASSWORD' }, reply('hunter2'), waking());
  expect(woken).toEqual({
    result: new Secret([{ handle: 'r1:0.1' }]),
    writes: [{ kind: 'secret', handle: 'r1:0.1', cleartext: 'hunter2' }],
  });
});

test('an upload answers with its reference, not with its caption', () => {
  expect(hearAnswer({ type: 'IMAGE' }, reply('my cat', '/files/cat.png'), waking())).toMatchObject({ result: '/files/cat.png' });
});
