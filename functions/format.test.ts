import { expect, test } from 'vitest';
import { parseDateTime } from '../src/values/index.ts';
import { evaluate, testContext } from '../test/support/evaluate.ts';

const variables = { now: parseDateTime('2026-03-05 15:04:09')!, today: parseDateTime('2026-03-05')! };

test.each([
  ['FORMAT(now)', '2026-03-05 15:04:09'],
  ['FORMAT(today)', '2026-03-05'],
  ['FORMAT(1234.5)', '1234.5'],
  ['FORMAT("x")', 'x'],
  ['FORMAT(NULL)', ''],
  ['FORMAT(NULL, "#,##0.00")', ''],
  ['FORMAT(now, "DD/MM/YYYY")', '05/03/2026'],
  ['FORMAT(now, "dd/MM/yyyy HH:mm")', '05/03/2026 15:04'],
  ['FORMAT(now, "MMMM DD, YYYY")', 'March 05, 2026'],
  ['FORMAT(now, "hh:mm tt")', '03:04 PM'],
  ['FORMAT(now, "YYYYMMDDHHmmss")', '20260305150409'],
  ['FORMAT(now, "dddd, d de MMMM[pt]")', 'quinta-feira, 5 de março'],
  ['FORMAT("2026-03-05", "dd/MM/yyyy")', '05/03/2026'],
  ['FORMAT("2026-03-05T15:04:09Z", "HH:mm")', '15:04'],
  ['FORMAT("no date", "dd/MM/yyyy")', 'no date'],
  ['FORMAT(1234.5, "#,##0.00")', '1,234.50'],
  ['FORMAT("1234.5", "#,##0.00")', '1,234.50'],
  ['FORMAT("no number", "#,##0.00")', 'no number'],
  ['FORMAT(1234.5, "R$ #,##0.00")', 'R$ 1,234.50'],
  ['FORMAT(42, "0000")', '0042'],
  ['FORMAT(RANDOM(7, 7), "0000")', '0007'],
  ['FORMAT(1234.5, "C2[pt]")', 'R$ 1.234,50'],
  ['FORMAT(1234.5, "N2[en]")', '1,234.50'],
  ['FORMAT(1234.567, "n")', '1234.57'],
  ['FORMAT(0.256, "0%")', '26%'],
  ['FORMAT("11987654321", "(@@) @@@@@-@@@@")', '(11) 98765-4321'],
  ['FORMAT(11987654321, "(@@) @@@@@-@@@@")', '(11) 98765-4321'],
  ['FORMAT("Ana", ">")', 'ANA'],
  ['FORMAT("Ana", "<")', 'ana'],
  ['FORMAT(TRUE, "Yes/No")', 'Yes'],
  ['FORMAT(0, "On/Off")', 'Off'],
  ['FORMAT({ a: 1 }, "JSON")', '{"a":1}'],
  ['FORMAT({ a: 1 }, JSON)', '{"a":1}'],
  ['FORMAT({ a: 1 }, "yaml")', 'a: 1\n'],
  ['FORMAT([1, 2])', '[1,2]'],
])('%s is %j', (source, expected) => expect(evaluate(source, testContext(), variables)).toBe(expected));

test.each([
  ['FORMAT(5, "yyyy")', /cannot show a number by "yyyy": write something like/],
  ['FORMAT(now, "0.00")', /cannot show a date by "0.00"/],
])('%s is refused', (source, message) => expect(() => evaluate(source, testContext(), variables)).toThrow(message));
