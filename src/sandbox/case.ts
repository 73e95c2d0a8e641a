/** A case as a file, NAME.gbtest/CASE.json: checked word by word, for people write it by hand. */
import { nearest } from '../base/index.ts';
import { durationOf, type SandboxCase } from '../runtime/index.ts';
import { anchorsIn } from './anchors.ts';

export class CaseError extends Error {
  override readonly name = 'CaseError';
}

/** Where the statement stands that a case means: where the canvas names it so, on its line, or wherever the words it begins with stand now. */
export function lineMeant({ line, at, anchor }: Pick<SandboxCase, 'line' | 'at' | 'anchor'>, source: string): number | undefined {
  if (anchor !== undefined) return anchorsIn(source).lineOf(anchor);
  const lines = source.split(/\r\n|\r|\n/).map((each) => each.trim());
  if (at === undefined) return line !== undefined && line <= lines.length ? line : undefined;
  const fits = (text: string | undefined) => text?.startsWith(at.trim()) ?? false;
  if (line !== undefined && fits(lines[line - 1])) return line;
  const found = lines.findIndex(fits);
  return found < 0 ? undefined : found + 1;
}

export function parseCase(text: string): SandboxCase {
  return checkCase(parsed(text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new CaseError(`it is not JSON: ${error.message}`, { cause: error });
    throw error;
  }
}

type Check = (value: unknown, place: string) => void;

const fail = (place: string, wanted: string): never => {
  throw new CaseError(`${place} must be ${wanted}`);
};
const text: Check = (value, place) => {
  if (typeof value !== 'string') fail(place, 'a text');
};
const whole: Check = (value, place) => {
  if (!Number.isInteger(value) || (value as number) < 1) fail(place, 'a whole number from 1');
};
const duration: Check = (value, place) => {
  if (typeof value !== 'string' || durationOf(value) === undefined) fail(place, 'a time like "30s", "2h" or "3d"');
};
const any: Check = () => undefined;
const oneOf =
  (...words: readonly string[]): Check =>
  (value, place) => {
    if (!words.includes(value as string)) fail(place, `one of ${words.join(', ')}`);
  };
const list =
  (each: Check): Check =>
  (value, place) => {
    if (!Array.isArray(value)) fail(place, 'a list');
    for (const [index, item] of (value as unknown[]).entries()) each(item, `${place}[${index}]`);
  };
const record: Check = (value, place) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(place, 'an object');
};
const object =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, place) => {
    record(value, place);
    for (const [name, own] of Object.entries(value as object)) {
      const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
      const path = place === 'the case' ? name : `${place}.${name}`;
      if (!check) {
        const near = nearest(name, Object.keys(fields));
        throw new CaseError(`${place} has no ${name}${near ? `; did you mean ${near}?` : `; there are ${Object.keys(fields).join(', ')}`}`);
      }
      check(own, path);
    }
  };

const answers = list(object({ about: text, answer: any, status: whole, refused: text }));
const STATES = ['ready', 'leased', 'waiting', 'held', 'cancelling', 'done', 'failed', 'cancelled'] as const;

const CASE = object({
  title: text,
  script: text,
  mode: oneOf('whole', 'upto', 'step'),
  line: whole,
  at: text,
  anchor: text,
  pins: record,
  says: list(text),
  people: list(
    object({ about: text, by: text, decision: oneOf('approved', 'rejected', 'answered', 'nobody'), comment: text, after: duration }),
  ),
  bots: record,
  llm: answers,
  http: answers,
  grants: list(text),
  events: list(object({ name: text, with: record, key: text, after: duration })),
  expect: object({ state: oneOf(...STATES), said: list(text), asked: list(text), values: record, result: any }),
});

/** Throws CaseError. */
export function checkCase(value: unknown): SandboxCase {
  CASE(value, 'the case');
  return value as SandboxCase;
}
