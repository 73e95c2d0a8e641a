import { expect, test } from 'vitest';
import { durationOf, parseTranscript, printDuration, printTranscript } from './transcript.ts';

test('what was parsed prints as it was written', () => {
  const text = [
    '# What this shows.',
    '@ config.timezone America/Sao_Paulo',
    '> Two lines',
    '| of one message',
    '* prompt menu: tea, coffee',
    '< tea -> please',
    '! http.get https://example.org -> done 200 {"a":1}',
    '! model.complete user="a list" -> done one',
    '| two',
    '^ order_paid [7] {"order":7}',
    '~ 1500ms',
    '~ 36h',
    '>',
    '= done 42',
    '',
  ].join('\n');
  expect(printTranscript(parseTranscript(text))).toBe(text);
});

test.each([
  ['hello', 'line 1: a line begins with one of'],
  ['| more', 'nothing stands above'],
  ['~ soon', 'the clock is moved by a number'],
  ['! http.get x', "an effect ends with -> and the world's answer"],
])('%s is refused with a way out', (text, message) => {
  expect(() => parseTranscript(text)).toThrow(message);
});

test.each([
  ['2d', 172_800_000],
  ['36h', 129_600_000],
  ['1500ms', 1500],
])('%s is a time', (text, ms) => {
  expect(durationOf(text)).toBe(ms);
  expect(printDuration(ms)).toBe(text);
});
