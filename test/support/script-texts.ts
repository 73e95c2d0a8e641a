/** Texts a document may hold: every script of the repository, scripts put together, programs and damage, in all line ends. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { createParser } from '../../grammar/index.ts';
import type { Document, Lane, Node, Reader } from '../../src/language/document/index.ts';
import { FULL_TABLE } from '../notation/table.ts';
import { randomProgram } from './random-program.ts';
import { damage, scriptOf, soup } from './scripts.ts';

export const reader: Reader = { parse: createParser(FULL_TABLE), table: FULL_TABLE };

function scriptsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
    const path = join(folder, each.name);
    if (each.isDirectory()) return scriptsIn(path);
    return each.name.endsWith('.bas') ? [readFileSync(path, 'utf8')] : [];
  });
}
/** Every script of the repository. */
export const SCRIPTS = ['test', 'templates', 'packages'].flatMap(scriptsIn);

const program = fc.array(fc.nat(1000), { maxLength: 80 }).map((choices) => indented(randomProgram(choices).basic));
function indented(text: string): string {
  let depth = 0;
  const lines = text.split('\n').map((line) => {
    if (/^(END |NEXT|WEND|LOOP|ELSE|CASE|BRANCH)/.test(line)) depth = Math.max(0, depth - 1);
    const out = line === '' ? '' : '  '.repeat(depth) + line;
    if (/^(IF .* THEN$|FOR |WHILE |DO\b|SELECT|PARALLEL|WITH |FUNCTION|ELSE|CASE|BRANCH)/.test(line)) depth++;
    return out;
  });
  return lines.join('\n');
}

const COMMENTS = ["' a comment", "  ' @note look", '', '', "' above\n' two", 'REM old'];
/** Comments and blank lines between the lines. */
const commented = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.array(fc.tuple(fc.nat(400), fc.constantFrom(...COMMENTS)), { maxLength: 6 }), fc.array(fc.nat(400), { maxLength: 3 }))
    .map(([whole, lines, ends]) => {
      const parts = whole.split('\n');
      for (const at of ends)
        if (/^\s*(TALK|x =|ga =)[^'\n]*$/.test(parts[at % parts.length] as string)) parts[at % parts.length] += " ' end";
      for (const [at, line] of lines) parts.splice(at % parts.length, 0, line);
      return parts.join('\n');
    });

export const soundScript = commented(fc.oneof(fc.constantFrom(...SCRIPTS.filter((each) => each.length < 800)), scriptOf(1, 8), program));
const damaged = fc.tuple(soundScript, fc.nat(), fc.nat(), fc.nat()).map(([text, at, how, word]) => damage(text, at, how, word));

const ENDINGS: readonly ((line: number) => string)[] = [
  () => '\n',
  () => '\n',
  () => '\r\n',
  (line) => ['\n', '\r\n', '\n', '\r'][(line * 7) % 4] as string,
  () => '\r',
];
/** The same script as other editors save it. */
export const dressed = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.nat(ENDINGS.length - 1), fc.boolean(), fc.boolean(), fc.boolean()).map(([whole, ending, mark, cut, tabs]) => {
    let line = 0;
    let out = whole.replace(/\r\n|\n|\r/g, () => (ENDINGS[ending] as (line: number) => string)(line++));
    if (tabs) out = out.replace(/ {2}/g, '\t');
    if (cut) out = out.replace(/[\r\n]+$/, '');
    return mark && ending === 2 ? `\uFEFF${out}` : out;
  });

export const soundText = dressed(soundScript);
export const anyText = dressed(
  fc.oneof(
    { weight: 4, arbitrary: soundScript },
    { weight: 3, arbitrary: damaged },
    { weight: 1, arbitrary: soup },
    fc.string({ maxLength: 80 }),
  ),
);

/** The tree without what tells one session from another: ids, and where the parser counted from. */
export const plainTree = ({ root }: Document): string => JSON.stringify(plainLane(root));
const plainLane = ({ children, ...rest }: Lane): unknown => ({ ...rest, children: children.map(plainNode) });
function plainNode({ id: _, origin, statement, inner, lanes, ...rest }: Node): unknown {
  const own = JSON.stringify([statement, inner], (key, value) => {
    // Whole lines are the node's business, and begin behind the mark there.
    if (key === 'body' || key === 'tile' || key === 'head') return undefined;
    const isSpan = typeof value === 'object' && value !== null && 'start' in value && 'end' in value && Object.keys(value).length === 2;
    return isSpan ? [value.start - origin, value.end - origin] : value;
  });
  return { ...rest, own, lanes: lanes.map(plainLane) };
}
