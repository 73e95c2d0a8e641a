import { describe, expect, test } from 'vitest';
import { fromCsv, toCsv } from './csv.ts';
import type { Condition } from './filter.ts';
import { matches, parseFilter } from './filter.ts';
import { fromJson, toJson } from './json.ts';
import type { Value } from './types.ts';
import { fromXml, toXml } from './xml.ts';
import { toYaml } from './yaml.ts';

const LONG = 1_000_000;

describe('csv', () => {
  test.each([
    ['a,b\n1,2\n', '[{"a":"1","b":"2"}]'],
    ['a;b\r\n1;"2;3"\r\n', '[{"a":"1","b":"2;3"}]'],
    ['a\tb\n"x ""y""\nz"\t', '[{"a":"x \\"y\\"\\nz","b":""}]'],
    ['\uFEFFname,\nAna', '[{"name":"Ana","column2":null}]'],
    ['a,b\n\n1,2,3\n', '[{"a":"1","b":"2"}]'],
    ['a,b\n"open,2\n', '[{"a":"\\"open","b":"2"}]'],
    ['', '[]'],
    ['a,b', '[]'],
  ])('reads %j', (text, expected) => expect(toJson(fromCsv(text, 100))).toBe(expected));

  test.each([
    ['[{"a":1,"b":"x,y"},{"b":"q\\"","c":null}]', 'a,b,c\n1,"x,y",\n,"q""",\n'],
    ['[[1,2],[3,"a\\nb"]]', '1,2\n3,"a\nb"\n'],
    ['[" a"]', '" a"\n'],
  ])('writes %s', (json, expected) => expect(toCsv(fromJson(json), LONG)).toBe(expected));

  test('stops at the limits', () => {
    expect(() => fromCsv(`a\n${'1\n'.repeat(11)}`, 10)).toThrow(/more than 10 rows/);
    expect(() => toCsv(['x'.repeat(50), 'y'.repeat(60)], 100)).toThrow(/longer than 100/);
  });
});

test.each([
  ['{"name":"Ana","tags":["a","b c"],"empty":{},"none":null}', 'name: Ana\ntags:\n  - a\n  - b c\nempty: {}\nnone: null\n'],
  ['[{"a":1,"b":{"c":true}},{"a":[2,[3]]}]', '- a: 1\n  b:\n    c: true\n- a:\n    - 2\n    -\n      - 3\n'],
  ['["yes","12","a: b","- x","","é ok"," s"]', '- "yes"\n- "12"\n- "a: b"\n- "- x"\n- ""\n- é ok\n- " s"\n'],
  ['"two\\nlines"', '"two\\nlines"\n'],
  ['[]', '[]\n'],
])('writes %s as YAML', (json, expected) => expect(toYaml(fromJson(json), LONG)).toBe(expected));

describe('xml', () => {
  test.each([
    ['<a/>', '{"a":""}'],
    ['<?xml version="1.0"?>\n<a><b>1</b><b>2</b><c x="&lt;"/></a>', '{"a":{"b":["1","2"],"c":{"@x":"<"}}}'],
    ["<a k='v'>text &amp; &#233;&#x1F600;<!-- no --><![CDATA[<raw>]]></a>", '{"a":{"@k":"v","#text":"text & é😀<raw>"}}'],
    ['<a><__proto__>1</__proto__></a>', '{"a":{"__proto__":"1"}}'],
  ])('reads %s', (text, expected) => expect(toJson(fromXml(text))).toBe(expected));

  test.each([
    ['', /no root element/],
    ['<a>', /<a> is never closed/],
    ['<a></b>', /<\/b> closes <a>/],
    ['</a>', /<\/a> closes nothing/],
    ['<a/><b/>', /<b> stands beside/],
    ['<a/>x', /text outside/],
    ['<a>1 < 2</a>', /"<" at character 6 begins nothing/],
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', /document type/],
    [`${'<a>'.repeat(300)}`, /nested deeper/],
  ])('refuses %j', (text, message) => expect(() => fromXml(text)).toThrow(message));

  test.each([
    ['{"a":{"@k":"v\\"","b":[1,2],"c":"<&"}}', '<a k="v&quot;"><b>1</b><b>2</b><c>&lt;&amp;</c></a>'],
    ['{"a":1,"b":null}', '<root><a>1</a><b/></root>'],
    ['[1,2]', '<root><item>1</item><item>2</item></root>'],
    ['"x"', '<root>x</root>'],
  ])('writes %s', (json, expected) => expect(toXml(fromJson(json), 'root', LONG)).toBe(expected));

  test('refuses a field that cannot be a name', () => {
    expect(() => toXml(fromJson('{"a b":1}'), 'root', LONG)).toThrow(/"a b" cannot name/);
  });
});

test('formats refuse what contains itself', () => {
  const list: Value[] = [];
  list.push(list);
  expect(() => toYaml(list, LONG)).toThrow(/contains itself/);
  expect(() => toXml(list, 'root', LONG)).toThrow(/contains itself|itself/);
});

test('hostile texts take linear time', () => {
  const many = 200_000;
  const started = performance.now();
  for (const text of [`${'<!--'.repeat(many)}`, `<a ${'"<a '.repeat(many)}`]) expect(() => fromXml(text)).toThrow();
  fromCsv(`a\n${'"'.repeat(many * 2 + 1)}`, 10);
  expect(() => fromJson(`"${'\\n'.repeat(many)}`)).toThrow();
  expect(performance.now() - started).toBeLessThan(5000);
});

describe('filter', () => {
  const ana = fromJson('{"name":"Ana","city":"São Paulo","age":31,"score":"9.5","tags":["A","b"],"gone":null,"at":{"home":"x"},"ok":true}');
  test.each([
    ['name = ana', true],
    ["name='ANA'", true],
    ['name == "bob"', false],
    ['name <> bob', true],
    ['name != Ana', false],
    ['city = sao paulo AND age > 30', true],
    ['city = são paulo and age > 31', false],
    ['age >= 31 and age <= 31', true],
    ['age < 4', false],
    ['score > 9', true],
    ['score > 10', false],
    ['city like s%paulo', true],
    ["city LIKE '_ao Paul'", false],
    ['city not like Rio%', true],
    ['city contains PAULO', true],
    ['tags contains a', true],
    ['tags contains c', false],
    ["name in ('bob', 'ana')", true],
    ['age not in (30, 32)', true],
    ['gone is null', true],
    ['gone is not null', false],
    ['missing is null', true],
    ['missing > 1', false],
    ['missing < 1', false],
    ['ok', true],
    ['not ok', false],
    ['ok = true', true],
    ['at.home = x', true],
    ['(name = bob or age = 31) and not (city = rio)', true],
    ['name = bob OR name = carl OR name = ana', true],
    ["name = 'O''Hara'", false],
    ['[name] = Ana', true],
  ])('%s', (text, expected) => expect(matches(parseFilter(text), ana)).toBe(expected));

  test('item and value name a plain element', () => {
    expect([1, 5, 9].filter((each) => matches(parseFilter('item > 4'), each))).toEqual([5, 9]);
  });

  test('is data', () => {
    expect(parseFilter('a = 1 and not b')).toEqual<Condition>({
      kind: 'all',
      parts: [
        { kind: 'test', field: 'a', operator: '=', values: [1] },
        { kind: 'not', part: { kind: 'test', field: 'b', operator: 'is true', values: [] } },
      ],
    });
  });

  test.each(['', '= 3', "a = 'x' b", 'a in 3', '(a = 1', `${'('.repeat(100)}a`])('refuses %j', (text) => {
    expect(() => parseFilter(text)).toThrow(/expected|nested/);
  });
});
