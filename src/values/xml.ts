/**
 * XML both ways, for services that still speak it. An element with parts becomes an object: attributes as `@name`,
 * elements of one name a list, text beside them `#text`; an element with text alone is that text. Document types
 * are refused: they can name files and grow without end.
 */
import { Dict } from './dict.ts';
import { FormatError } from './format-error.ts';
import { toText } from './text.ts';
import type { Value } from './types.ts';
import { RowSet } from './types.ts';

const MAX_DEPTH = 200;
const NAME = /^[\p{L}_][\p{L}\p{N}_.:-]*$/u;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** An object with one field, named after the root element. */
export function fromXml(text: string): Dict {
  const open: Element[] = [{ name: '', fields: new Dict(), text: '' }];
  const source = text.replace(/^\uFEFF/, '');
  let at = 0;
  for (;;) {
    const start = source.indexOf('<', at);
    readText(open, source.slice(at, start < 0 ? undefined : start));
    if (start < 0) break;
    PART.lastIndex = start;
    const match = PART.exec(source);
    if (!match) throw new FormatError(misfit(source, start));
    at = start + match[0].length;
    readPart(open, match);
  }
  const [root, unclosed] = open as [Element, Element | undefined];
  if (unclosed) throw new FormatError(`this is no XML: <${open.at(-1)?.name}> is never closed`);
  if (root.fields.size !== 1) throw new FormatError('this is no XML: it has no root element');
  return root.fields;
}

interface Element {
  readonly name: string;
  readonly fields: Dict;
  text: string;
}

const PART =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(\/?)([\p{L}_][\p{L}\p{N}_.:-]*)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>/uy;
const ATTRIBUTE = /([\p{L}_][\p{L}\p{N}_.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu;

function readPart(open: Element[], [part, cdata, slash, name, attributes = '', selfClosing]: RegExpMatchArray): void {
  const parent = open.at(-1) as Element;
  if (cdata !== undefined) parent.text += cdata;
  if (name === undefined || part.startsWith('<!')) return;
  if (slash) {
    close(open, name);
    return;
  }
  if (open.length === 1 && parent.fields.size > 0) throw new FormatError(`this is no XML: <${name}> stands beside the root element`);
  if (open.length > MAX_DEPTH) throw new FormatError(`this XML is nested deeper than ${MAX_DEPTH} levels`);
  const fields = new Dict();
  for (const [, key, double, single] of attributes.matchAll(ATTRIBUTE)) fields.set(`@${key}`, decoded(double ?? single ?? ''));
  open.push({ name, fields, text: '' });
  if (selfClosing) close(open, name);
}

function close(open: Element[], name: string): void {
  const element = open.pop() as Element;
  const parent = open.at(-1);
  if (!parent || element.name !== name)
    throw new FormatError(`this is no XML: </${name}> closes ${element.name ? `<${element.name}>` : 'nothing'}`);
  const text = element.fields.size > 0 ? element.text.trim() : element.text;
  if (element.fields.size > 0 && text !== '') element.fields.set('#text', text);
  addField(parent.fields, name, element.fields.size > 0 ? element.fields : text);
}

function addField(fields: Dict, name: string, value: Value): void {
  const before = fields.get(name);
  if (!fields.has(name)) fields.set(name, value);
  else if (Array.isArray(before)) before.push(value);
  else fields.set(name, [before, value]);
}

function readText(open: readonly Element[], text: string): void {
  if (open.length === 1 && text.trim() !== '') throw new FormatError('this is no XML: there is text outside the root element');
  (open.at(-1) as Element).text += decoded(text);
}

const misfit = (source: string, at: number): string =>
  /^<!DOCTYPE/i.test(source.slice(at, at + 10))
    ? 'XML with a document type is not read'
    : `this is no XML: the "<" at character ${at + 1} begins nothing`;

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, decimal?: string, hex?: string, name = '') => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
    if (code !== undefined) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] as string) : whole;
  });
}

/** `root` names the outermost element, unless the value is an object with one field that can be it. */
export function toXml(value: Value, root: string, maxLength: number): string {
  const pieces: string[] = [];
  const open = new Set<Value>();
  let length = 0;
  const put = (piece: string) => {
    length += piece.length;
    if (length > maxLength) throw new FormatError(`the XML would be longer than ${maxLength} characters`, 'length');
    pieces.push(piece);
  };
  const write = (name: string, item: Value): void => {
    if (!NAME.test(name)) throw new FormatError(`"${name}" cannot name an XML element`);
    const list = item instanceof RowSet ? item.rows : Array.isArray(item) ? item : undefined;
    if (!list && !(item instanceof Dict)) {
      const text = escaped(toText(item));
      put(text === '' ? `<${name}/>` : `<${name}>${text}</${name}>`);
      return;
    }
    if (open.has(item)) throw new FormatError('this value contains itself, so it cannot be written out');
    if (open.size >= MAX_DEPTH) throw new FormatError(`this value is nested deeper than ${MAX_DEPTH} levels`);
    open.add(item);
    if (list) for (const each of list) write(name, each);
    else writeObject(name, item as Dict);
    open.delete(item);
  };
  const writeObject = (name: string, item: Dict): void => {
    const fields = [...item.entries()];
    const attributes = fields.filter(([key]) => key.startsWith('@')).map(([key, field]) => ` ${key.slice(1)}="${escaped(toText(field))}"`);
    put(`<${name}${attributes.join('')}>`);
    for (const [key, field] of fields)
      if (key === '#text') put(escaped(toText(field)));
      else if (!key.startsWith('@')) write(key, field);
    put(`</${name}>`);
  };
  const [only, ...others] = value instanceof Dict ? [...value.entries()] : [];
  if (only && others.length === 0 && NAME.test(only[0]) && !isList(only[1])) write(only[0], only[1]);
  else if (isList(value)) write(root, Dict.from([['item', value]]));
  else write(root, value);
  return pieces.join('');
}

const isList = (value: Value): boolean => Array.isArray(value) || value instanceof RowSet;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => `&${Object.keys(ENTITIES).find((name) => ENTITIES[name] === char)};`);
