/**
 * A transcript: script and expectation at once. One line is one thing that happens:
 *
 *   > What is your name?            the bot says this; the next line may go on with `|`
 *   * prompt menu: tea, coffee      anything else the visitor's page is told
 *   < Ana                           the visitor says this
 *   ! http.get https://… -> done 200 {"a":1}         an effect is asked; what follows the last -> is the world's answer
 *   ? Refund of 20 (ana, bob)       somebody is asked for an approval or an answer
 *   + ana approved fine -> decided  ana decides what was asked first; [Refund] before the comment names another one
 *   - cancel                        an operator does that to the run: cancel, hold or resume
 *   ^ order_paid {"order": 7}       somebody outside publishes an event of this bot; [key] before the braces is its key
 *   ~ 30s                           the clock is moved (ms, s, m, h, d)
 *   = done 42                       how the run stands when nothing more can happen
 *   @ timezone UTC                  at the top: how the run is begun
 *   # words                         a comment
 *
 * Playing needs of it only what comes from outside (<, +, -, ^, ~, the answers of !, @); what comes out is a whole transcript again.
 */
export type Line =
  | { readonly kind: 'said' | 'shown' | 'heard' | 'asked' | 'operated' | 'published' | 'end' | 'comment'; readonly text: string }
  | { readonly kind: 'effect' | 'decided'; readonly text: string; readonly answer: string }
  | { readonly kind: 'clock'; readonly ms: number; readonly text: string }
  | { readonly kind: 'setting'; readonly name: string; readonly text: string };

export class TranscriptError extends Error {
  override readonly name = 'TranscriptError';
}

const MARKS: Readonly<Record<string, Exclude<Line['kind'], 'effect' | 'decided' | 'clock' | 'setting'>>> = {
  '>': 'said',
  '*': 'shown',
  '<': 'heard',
  '?': 'asked',
  '-': 'operated',
  '^': 'published',
  '=': 'end',
  '#': 'comment',
};

export function parseTranscript(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (raw.trim() === '') continue;
    if (raw.startsWith('|')) lines.push(continued(lines.pop(), rest(raw), index));
    else lines.push(parseLine(raw, index));
  }
  return lines;
}

const rest = (raw: string): string => (raw[1] === ' ' ? raw.slice(2) : raw.slice(1));

function continued(line: Line | undefined, more: string, index: number): Line {
  if (!line || line.kind === 'setting' || line.kind === 'clock')
    throw new TranscriptError(`line ${index + 1}: nothing stands above that could go on`);
  // An answer may have several lines, what was asked stands on one.
  if (line.kind === 'effect' || line.kind === 'decided') return { ...line, answer: `${line.answer}\n${more}` };
  return { ...line, text: `${line.text}\n${more}` };
}

function parseLine(raw: string, index: number): Line {
  const text = rest(raw);
  const mark = raw[0] as string;
  const kind = MARKS[mark];
  if (kind) return { kind, text };
  if (mark === '~') return { kind: 'clock', ms: parseDuration(text.trim(), index), text: text.trim() };
  if (mark === '@') {
    const [, name = '', value = ''] = /^(\S+)\s*(.*)$/.exec(text) ?? [];
    return { kind: 'setting', name, text: value };
  }
  if (mark !== '!' && mark !== '+')
    throw new TranscriptError(`line ${index + 1}: a line begins with one of > * < ! ? + - ^ ~ = @ # |, not with "${mark}"`);
  const arrow = text.lastIndexOf(' -> ');
  // What becomes of a decision need not be said when the script is written.
  if (mark === '+')
    return { kind: 'decided', text: arrow < 0 ? text : text.slice(0, arrow), answer: arrow < 0 ? '' : text.slice(arrow + 4) };
  if (arrow < 0) throw new TranscriptError(`line ${index + 1}: an effect ends with -> and the world's answer`);
  return { kind: 'effect', text: text.slice(0, arrow), answer: text.slice(arrow + 4) };
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30s`, `1.5h`, `2d` as milliseconds. */
export function durationOf(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(text.trim());
  return match ? Number(match[1]) * (UNITS[match[2] as string] as number) : undefined;
}

/** In the largest unit that leaves nothing over. */
export function printDuration(ms: number): string {
  const [unit, each] = Object.entries(UNITS).findLast(([, size]) => ms % size === 0) ?? ['ms', 1];
  return `${ms / each}${unit}`;
}

function parseDuration(text: string, index: number): number {
  const ms = durationOf(text);
  if (ms === undefined) throw new TranscriptError(`line ${index + 1}: the clock is moved by a number and ms, s, m, h or d, as in ~ 30s`);
  return ms;
}

const PRINTED: Readonly<Record<(typeof MARKS)[string], string>> = {
  said: '>',
  shown: '*',
  heard: '<',
  asked: '?',
  operated: '-',
  published: '^',
  end: '=',
  comment: '#',
};

export function printLine(line: Line): string {
  if (line.kind === 'decided') return `+ ${line.text} -> ${line.answer}`;
  if (line.kind === 'effect') return continuedLines(`! ${line.text} -> ${line.answer}`);
  if (line.kind === 'clock') return `~ ${line.text}`;
  if (line.kind === 'setting') return `@ ${line.name} ${line.text}`.trimEnd();
  return continuedLines(`${PRINTED[line.kind]} ${line.text}`);
}

function continuedLines(text: string): string {
  const [first = '', ...more] = text.split('\n');
  return [first, ...more.map((each) => `| ${each}`)].map((each) => each.trimEnd()).join('\n');
}

export const printTranscript = (lines: readonly Line[]): string => lines.map((line) => `${printLine(line)}\n`).join('');
