/**
 * What a text says: escapes, doubled quotes and `${…}`. Holes are parsed after the text around
 * them (`queue`), because the parser reads one input at a time.
 */
import type { Expression, TextLiteral, TextTemplate } from '../src/spec/index.ts';

export interface HoleQueue {
  /** `parts[index]` is to become the expression written at `from..to`; until then it is its own text. */
  queue(parts: (string | Expression)[], index: number, from: number, to: number): void;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', "'": "'", '\\': '\\', $: '$' };

/** A text as its token has it, quotes and all. */
export function readText(image: string, start: number, unclosed: boolean, holes: HoleQueue): TextLiteral | TextTemplate {
  const quote = image[0] as string;
  return read(
    image.slice(1, unclosed ? undefined : -1),
    start + 1,
    { start, end: start + image.length },
    quote === '“' ? '”' : quote,
    holes,
  );
}

/** The lines of a raw body: verbatim but for `${…}`, without the last line end. */
export function readRaw(body: string, start: number, holes: HoleQueue): TextLiteral | TextTemplate {
  return read(body.replace(/(\r\n|\n|\r)$/, ''), start, { start, end: start + body.length }, '', holes);
}

function read(
  inner: string,
  start: number,
  span: { start: number; end: number },
  quote: string,
  holes: HoleQueue,
): TextLiteral | TextTemplate {
  const parts: (string | Expression)[] = [];
  let text = '';
  for (let i = 0; i < inner.length; i++) {
    const char = inner[i] as string;
    const next = inner[i + 1];
    if (quote && char === '\\' && next !== undefined && next in ESCAPES) {
      text += ESCAPES[next];
      i++;
    } else if (char === quote && next === quote) {
      text += quote;
      i++;
    } else if (char === '\r') {
      text += '\n';
      if (next === '\n') i++;
    } else if (char === '$' && next === '{') {
      const end = holeEnd(inner, i + 2);
      if (end < 0) text += char;
      else {
        if (text) parts.push(text);
        text = '';
        holes.queue(parts, parts.push(inner.slice(i, end + 1)) - 1, start + i + 2, start + end);
        i = end;
      }
    } else text += char;
  }
  if (parts.length === 0) return { kind: 'text', value: text, span };
  if (text) parts.push(text);
  return { kind: 'template', parts, span };
}

/** The `}` that closes a hole: braces and quotes inside come in pairs. */
function holeEnd(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let i = from; i < text.length; i++) {
    const char = text[i] as string;
    if (char === '\n' || char === '\r') return -1;
    if (quote) {
      if (char === '\\') i++;
      else if (char === quote) quote = '';
    } else if (char === '"') quote = char;
    else if (char === '\\' && text[i + 1] === '"') i++;
    else if (char === '{') depth++;
    else if (char === '}' && depth-- === 0) return i;
  }
  return -1;
}
