/** From one kind of value to another, and identifiers. */
import type { Value } from '../src/values/index.ts';
import { fromCsv, fromJson, fromXml, isTruthy, toCsv, toFixedText, toJson, toXml, toYaml } from '../src/values/index.ts';
import type { Call } from './call.ts';
import { define } from './define.ts';

export const convert = [
  define('convert', {
    usage: 'VAL(text)',
    summary: 'The number at the start of a text; 0 if there is none.',
    example: 'VAL("12.5 kg")',
    apply: (call) => (typeof call.value(0) === 'number' ? call.number(0) : leadingNumber(call.text(0))),
  }),
  define('convert', {
    usage: 'STR(value)',
    aliases: ['CSTR', 'TOSTRING', 'TO_STRING'],
    summary: 'The value as text.',
    example: 'STR(12.5) & "!"',
    apply: (call) => call.text(0),
  }),
  define('convert', {
    usage: 'CINT(value)',
    aliases: ['CLNG'],
    summary: 'The nearest whole number; halves go away from zero.',
    example: 'CINT("2.5")',
    apply: (call) => Number(toFixedText(call.number(0), 0)),
  }),
  define('convert', {
    usage: 'CDBL(value)',
    aliases: ['TO_NUMBER', 'TONUMBER', 'CSNG'],
    summary: 'The number that a value is or spells; anything else is refused.',
    example: 'CDBL("12.5") + 1',
    apply: (call) => call.number(0),
  }),
  define('convert', {
    usage: 'CBOOL(value)',
    aliases: ['TO_BOOLEAN'],
    summary: 'Whether a value counts as true: NOTHING, 0, "", "false" and empty lists do not.',
    example: 'CBOOL("false")',
    apply: (call) => isTruthy(call.value(0)),
  }),
  define('convert', {
    usage: 'PARSEINT(text [, base])',
    aliases: ['PARSE_INT'],
    summary: 'The whole number at the start of a text, to the base 10 or another; NOTHING if there is none.',
    example: 'PARSEINT("42px")',
    apply: parseInteger,
  }),
  define('convert', {
    usage: 'PARSEFLOAT(text)',
    aliases: ['PARSE_FLOAT'],
    summary: 'The number at the start of a text; NOTHING if there is none.',
    example: 'PARSEFLOAT("3.5 hours")',
    apply: (call) => finiteOrNothing(Number.parseFloat(call.text(0).slice(0, LONGEST_NUMBER))),
  }),
  define('convert', {
    usage: 'HEX(n)',
    summary: 'A whole number in hexadecimal digits.',
    example: 'HEX(255)',
    apply: (call) => call.whole(0).toString(16).toUpperCase(),
  }),
  define('convert', {
    usage: 'TOJSON(value [, indent])',
    aliases: ['TO_JSON', 'JSON_STRINGIFY', 'STRINGIFY'],
    summary: 'The value as JSON, on one line or indented by so many blanks.',
    example: 'TOJSON({ name: "Ana", tags: [1, 2] })',
    apply: (call) => toJson(call.value(0), { indent: Math.max(0, Math.min(10, call.whole(1))), maxLength: call.context.limits.text }),
  }),
  define('convert', {
    usage: 'TOYAML(value)',
    aliases: ['TO_YAML', 'YAML'],
    summary: 'The value as YAML, which people and language models read easily.',
    example: 'TOYAML({ name: "Ana", tags: ["new", "vip"] })',
    apply: (call) => toYaml(call.value(0), call.context.limits.text),
  }),
  define('convert', {
    usage: 'JSON([value])',
    aliases: ['PARSEJSON', 'PARSE_JSON', 'FROM_JSON', 'JSON_PARSE'],
    summary: 'A text of JSON as the value it spells; any other value as JSON. The word alone is the name of the format: FORMAT x AS JSON.',
    example: 'JSON("[1, 2, 3]")[1]',
    bare: true,
    apply: (call) => (call.count === 0 ? 'JSON' : either(call, fromJson, (value, maxLength) => toJson(value, { maxLength }))),
  }),
  define('convert', {
    usage: 'CSV(value)',
    summary: 'A text of CSV with a header line as a list of objects; a list as CSV.',
    example: 'CSV([{ name: "Ana", age: 31 }, { name: "Rui", age: 28 }])',
    apply: (call) => either(call, (text) => fromCsv(text, call.context.limits.list), toCsv),
  }),
  define('convert', {
    usage: 'XML(value [, root])',
    summary: 'A text of XML as an object (attributes as "@name"); any other value as XML, inside an element of that name.',
    example: 'XML({ order: { "@id": 7, item: ["tea", "milk"] } })',
    apply: (call) => either(call, fromXml, (value, maxLength) => toXml(value, call.text(1, 'root'), maxLength)),
  }),
  define('convert', {
    usage: 'GUID()',
    aliases: ['UUID', 'NEWGUID'],
    summary: 'A new identifier, unlike any other (UUID version 4).',
    example: 'LEN(GUID())',
    apply: (call) => guid(() => call.context.random()),
  }),
];

const LONGEST_NUMBER = 400;
const LEADING = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)/;

const leadingNumber = (text: string): number => Number(LEADING.exec(text.slice(0, LONGEST_NUMBER))?.[1] ?? 0);

const finiteOrNothing = (value: number): number | null => (Number.isFinite(value) ? value + 0 : null);

function parseInteger(call: Call): Value {
  const base = call.whole(1, 10);
  if (base < 2 || base > 36) return call.refuse(`knows bases from 2 to 36, found ${base}`);
  const value = call.value(0);
  return typeof value === 'number'
    ? finiteOrNothing(Math.trunc(value))
    : finiteOrNothing(Number.parseInt(call.text(0).slice(0, LONGEST_NUMBER), base));
}

/** Text is read, anything else is written. */
function either(call: Call, read: (text: string) => Value, write: (value: Value, maxLength: number) => string): Value {
  const value = call.value(0);
  return typeof value === 'string' ? read(value) : write(value, call.context.limits.text);
}

/** Six draws of 24 bits: a draw carries no more than 32 good ones. */
function guid(random: () => number): string {
  const digits = Array.from({ length: 6 }, () =>
    Math.floor(random() * 0x1000000)
      .toString(16)
      .padStart(6, '0'),
  ).join('');
  const variant = (8 + (Number.parseInt(digits[16] as string, 16) % 4)).toString(16);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
