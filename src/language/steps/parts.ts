/** A plain sentence in parts, so that a view can set names and values apart from the words around them. */
export interface Part {
  /** `say`: our words; `name`: a variable; `value`: what was written; `code`: a formula, as BASIC. */
  readonly kind: 'say' | 'name' | 'value' | 'code';
  readonly text: string;
}
export type Parts = readonly Part[];

const LONGEST = 160;

export const name = (text: string): Part => ({ kind: 'name', text: inWords(text) });
export const value = (text: string): Part => ({ kind: 'value', text: shortened(text) });
export const code = (text: string): Part => ({ kind: 'code', text: shortened(text) });

/** Puts parts and words together: ``say`Ask ${who} now` ``. */
export function say(words: TemplateStringsArray, ...between: readonly (Part | Parts | string)[]): Parts {
  const parts: Part[] = [];
  const add = (part: Part) => {
    const last = parts.at(-1);
    if (part.text === '') return;
    if (part.kind === 'say' && last?.kind === 'say') parts[parts.length - 1] = { kind: 'say', text: last.text + part.text };
    else parts.push(part);
  };
  for (const [i, word] of words.entries()) {
    add({ kind: 'say', text: word });
    const next = between[i];
    if (next === undefined) continue;
    if (typeof next === 'string') add({ kind: 'say', text: next });
    else if ('kind' in next) add(next);
    else for (const part of next) add(part);
  }
  return parts;
}

export const plain = (parts: Parts): string => parts.map(({ text }) => text).join('');

/** To stand inside a sentence: without its capital. */
export function lowered(parts: Parts): Parts {
  const [first, ...rest] = parts;
  return first?.kind === 'say' ? [{ kind: 'say', text: first.text.charAt(0).toLowerCase() + first.text.slice(1) }, ...rest] : parts;
}

/** `ticket_priority`, `ticketPriority` → `ticket priority`. */
export function inWords(text: string): string {
  const words = text
    .replaceAll('_', ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .trim();
  return words === words.toUpperCase() || /[a-z] [A-Z]/.test(words) ? words.toLowerCase() : words;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
