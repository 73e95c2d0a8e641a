import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { DateUnit, Value } from '../../src/values/index.ts';
import {
  addToDate,
  applyMask,
  civilOf,
  DateTime,
  Dict,
  dateDifference,
  dateFrom,
  dateTimeText,
  FormatError,
  formatDate,
  formatNumber,
  fromCsv,
  fromJson,
  fromPlain,
  fromXml,
  isoText,
  matches,
  parseDateTime,
  parseFilter,
  parseTime,
  toCsv,
  toFixedText,
  toJson,
  toPlain,
  toXml,
  toYaml,
  weekdayOf,
} from '../../src/values/index.ts';
import { dateTimes, texts, values } from '../support/arbitrary-values.ts';

const RUNS = { numRuns: 10_000 };
const LONG = 1_000_000;
const UNITS: readonly DateUnit[] = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'];

describe('dates', () => {
  test('the difference to a moved date is the amount', () => {
    fc.assert(
      fc.property(dateTimes, fc.integer({ min: -500, max: 500 }), fc.constantFrom(...UNITS), (date, amount, unit) => {
        const moved = addToDate(date, amount, unit);
        if (moved) expect(dateDifference(date, moved, unit)).toBe(amount);
      }),
      RUNS,
    );
  });

  test('parts agree with the count of days by an independent reckoning, and make the date again', () => {
    fc.assert(
      fc.property(dateTimes, (date) => {
        const civil = civilOf(date);
        const days = Math.floor(date.ms / 86_400_000);
        expect(daysFromCivil(civil.year, civil.month, civil.day)).toBe(days);
        expect(weekdayOf(date)).toBe(((((days + 4) % 7) + 7) % 7) + 1);
        expect(dateFrom(civil)?.ms).toBe(date.ms);
      }),
      RUNS,
    );
  });

  test.each([
    ['dateTimeText', dateTimeText],
    ['isoText', isoText],
    ['day first', (date: DateTime) => formatDate(date, date.dayOnly ? 'dd/MM/yyyy' : 'dd/MM/yyyy HH:mm:ss.fff') as string],
    ['compact', (date: DateTime) => formatDate(date, date.dayOnly ? 'yyyyMMdd' : 'YYYY-MM-DD hh:mm:ss.fff tt') as string],
    ['with names', (date: DateTime) => formatDate(date, date.dayOnly ? 'dddd, MMMM d, yyyy' : 'ddd, d MMM yyyy HH:mm:ss.fff') as string],
    [
      'in Portuguese',
      (date: DateTime) => formatDate(date, date.dayOnly ? 'd de MMMM de yyyy[pt]' : 'd de MMMM de yyyy HH:mm:ss.fff[pt]') as string,
    ],
  ])('%s is read as the same date', (_, write) => {
    fc.assert(
      fc.property(dateTimes, (date) => {
        const text = write(date);
        expect(parseDateTime(text), text).toEqual(date);
      }),
      RUNS,
    );
  });

  test('any text is a date or none, and any pattern shows one or none', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ maxLength: 40 }), dateLike), dateTimes, (text, date) => {
        const parsed = parseDateTime(text);
        if (parsed) expect(parseDateTime(dateTimeText(parsed))?.ms).toBe(parsed.ms);
        parseTime(text);
        expect(['string', 'undefined']).toContain(typeof formatDate(date, text));
      }),
      RUNS,
    );
  });
});

const dateLike = fc.stringMatching(/^[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}[T ]?[0-9:.apmZ+-]{0,12}$/);

/** Days since 1970 by counting leap years, without Date. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

describe('numbers', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

  test('fixed digits are the nearest ones', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          finite,
          fc.integer().map((n) => n / 1000),
        ),
        fc.integer({ min: 0, max: 12 }),
        (value, decimals) => {
          const text = toFixedText(value, decimals);
          expect(text).toMatch(decimals === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${decimals}}$`));
          expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.5000001 * 10 ** -decimals + Math.abs(value) * 1e-15);
        },
      ),
      RUNS,
    );
  });

  test('grouping only adds separators', () => {
    fc.assert(
      fc.property(finite, (value) => {
        const grouped = formatNumber(value, '#,##0.00') as string;
        expect(grouped.replaceAll(',', '')).toBe(toFixedText(value, 2));
        expect(grouped).toMatch(/^-?\d{1,3}(,\d{3})*\.\d\d$/);
        expect((formatNumber(value, 'N2[pt]') as string).replaceAll('.', '').replace(',', '.')).toBe(toFixedText(value, 2));
      }),
      RUNS,
    );
  });

  test('any pattern shows a number or none, and any mask any text', () => {
    fc.assert(
      fc.property(finite, fc.oneof(texts, fc.stringMatching(/^[0#.,%;"'\\@&<>! R$]{0,12}$/)), (value, pattern) => {
        expect(['string', 'undefined']).toContain(typeof formatNumber(value, pattern));
        expect(typeof applyMask(String(value), pattern)).toBe('string');
      }),
      RUNS,
    );
  });

  test('a mask keeps every character of the text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{0,12}$/), fc.stringMatching(/^[@&. ()!-]{1,12}$/), (text, pattern) => {
        fc.pre(/[@&]/.test(pattern));
        expect(applyMask(text, pattern).replace(/[. ()-]/g, '')).toBe(text);
      }),
      RUNS,
    );
  });
});

describe('texts of structure', () => {
  test('JSON agrees with the host, and keeps the order that the host loses', () => {
    fc.assert(
      fc.property(fc.json(), (text) => void expect(toPlain(fromJson(text))).toEqual(toPlain(fromPlain(JSON.parse(text))))),
      RUNS,
    );
  });

  test('what is written as JSON is read as the same', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 4 }), (value, indent) => {
        const text = toJson(value);
        expect(toJson(fromJson(toJson(value, { indent })))).toBe(text);
        expect(() => JSON.parse(text)).not.toThrow();
      }),
      RUNS,
    );
  });

  test('damaged or arbitrary text is read or refused with a sentence', () => {
    const damaged = fc.tuple(
      fc.oneof(
        fc.json(),
        texts,
        fc.string(),
        values.map((value) => toXml(Dict.from([['a', scalarsOnly(value)]]), 'r', LONG)),
      ),
      fc.nat(),
      texts,
    );
    const readers: readonly ((text: string) => unknown)[] = [fromJson, fromXml, parseFilter, (text) => fromCsv(text, 1000)];
    fc.assert(
      fc.property(damaged, ([text, at, insert]) => {
        const cut = text.length === 0 ? 0 : at % text.length;
        for (const read of readers)
          for (const variant of [text, text.slice(0, cut) + insert + text.slice(cut + 1)]) refusedOrRead(() => read(variant));
      }),
      RUNS,
    );
  });

  test('a table of texts comes back from CSV', () => {
    const cells = fc.oneof(texts, fc.string({ maxLength: 8 }), fc.constantFrom('"', 'a"b', ',', ';', '\n', '\r\n', ' x '));
    fc.assert(
      fc.property(fc.array(fc.tuple(cells, cells), { minLength: 1, maxLength: 5 }), (rows) => {
        const table = rows.map(([a, b]) =>
          Dict.from([
            ['first', a],
            ['second', b],
          ]),
        );
        expect(toJson(fromCsv(toCsv(table, LONG), 100))).toBe(toJson(table));
      }),
      RUNS,
    );
  });

  test('texts and attributes come back from XML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, attribute) => {
        fc.pre(text.trim() !== '');
        const value = Dict.from([
          [
            'a',
            Dict.from([
              ['@k', attribute],
              ['b', text],
            ]),
          ],
        ]);
        expect(toJson(fromXml(toXml(value, 'r', LONG)))).toBe(toJson(value));
      }),
      RUNS,
    );
  });

  test('another reader of YAML reads what JSON says', () => {
    fc.assert(
      fc.property(values, (value) => void expect(parseYaml(toYaml(value, LONG))).toEqual(JSON.parse(toJson(value)))),
      RUNS,
    );
  });

  test('any condition that parses can be tried on any value', () => {
    const condition = fc
      .tuple(
        fc.constantFrom('name', 'age', 'a.b', 'item', '__proto__'),
        fc.constantFrom('=', '<>', '<', '>=', 'like', 'contains', 'is null', 'in'),
        texts,
      )
      .map(
        ([field, operator, text]) =>
          `${field} ${operator} ${operator === 'in' ? `('${text.replaceAll("'", "''")}')` : operator === 'is null' ? '' : `'${text.replaceAll("'", "''")}'`}`,
      );
    fc.assert(
      fc.property(condition, values, (text, value) => {
        const parsed = parseFilter(text);
        try {
          expect(typeof matches(parsed, value)).toBe('boolean');
        } catch (error) {
          expect((error as Error).name).toBe('ValueFault');
        }
      }),
      RUNS,
    );
  });
});

const scalarsOnly = (value: Value): Value => (typeof value === 'object' && !(value instanceof DateTime) ? 'x' : value);

function refusedOrRead(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    expect(error.message).toMatch(/\S/);
  }
}
