import { expect, test } from 'vitest';
import { formatDate, isDatePattern } from './date-format.ts';
import { parseDateTime } from './date-text.ts';
import { applyMask } from './text-mask.ts';

const AFTERNOON = parseDateTime('2026-03-05 15:04:09.070')!;

test.each([
  ['yyyy-MM-dd', '2026-03-05'],
  ['YYYY-MM-DD', '2026-03-05'],
  ['DD/MM/YYYY', '05/03/2026'],
  ['dd/mm/yyyy', '05/03/2026'],
  ['d/M/yy', '5/3/26'],
  ['MMMM DD, YYYY', 'March 05, 2026'],
  ['MMM d', 'Mar 5'],
  ['dddd', 'Thursday'],
  ['ddd, D MMM', 'Thu, 5 Mar'],
  ['YYYYMMDDHHmmss', '20260305150409'],
  ['yyyyMMddHHmmssfff', '20260305150409070'],
  ['HH:mm', '15:04'],
  ['HH:MM', '15:04'],
  ['HH:MM:SS', '15:04:09'],
  ['hh:mm', '15:04'],
  ['hh:mm tt', '03:04 PM'],
  ['h:mm am/pm', '3:04 pm'],
  ['mm:ss', '04:09'],
  ['mm', '04'],
  ['MM', '03'],
  ['MM/yyyy', '03/2026'],
  ['yyyy-MM-ddTHH:mm:ssZ', '2026-03-05T15:04:09Z'],
  ['HHhmm', '15h04'],
  ["d 'of' MMMM", '5 of March'],
  ['d "day" \\d', '5 day d'],
  ['d de MMMM de yyyy[pt]', '5 de março de 2026'],
  ['dddd[es]', 'jueves'],
  ['dd/MM/yyyy [x]', '05/03/2026 [x]'],
  ['DD/MM/YYYY HH:MM', '05/03/2026 15:04'],
  ['Short Date', '2026-03-05'],
  ['ff', '07'],
])('formatDate %s', (pattern, expected) => expect(formatDate(AFTERNOON, pattern)).toBe(expected));

test('midnight and noon are 12 on a clock of twelve', () => {
  expect(formatDate(parseDateTime('2026-01-01 00:05')!, 'h:mm tt')).toBe('12:05 AM');
  expect(formatDate(parseDateTime('2026-01-01 12:05')!, 'h:mm t')).toBe('12:05 P');
});

test.each(['0.00', 'the', '', '@@', '"yyyy"', 'R$ #,##0'])('%j is no date pattern', (pattern) => {
  expect(isDatePattern(pattern)).toBe(false);
  expect(formatDate(AFTERNOON, pattern)).toBeUndefined();
});

test.each([
  ['11987654321', '(@@) @@@@@-@@@@', '(11) 98765-4321'],
  ['123', '@@@@@', '  123'],
  ['123', '&&&&&', '123'],
  ['123', '!@@@@@', '123  '],
  ['Ana', '>', 'ANA'],
  ['Ana', '<', 'ana'],
  ['ana', '>@@@@', ' ANA'],
  ['12345', '@@-@@', '123-45'],
  ['12345', '!@@-@@', '12-345'],
  ['é😀', '@@@', ' é😀'],
])('applyMask %s %s', (text, pattern, expected) => expect(applyMask(text, pattern)).toBe(expected));
