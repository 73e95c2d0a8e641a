/**
 * Three-way merge by lines: what only one side changed is taken, what both changed alike is taken once, what both
 * changed differently is a conflict with all three versions in it. Line ends and the mark at the beginning of the file are
 * merged by themselves, so that somebody whose editor changed them does not collide with everybody.
 */
import { diffSequences, type Hunk } from './line-diff.ts';
import { endingOf, splitLines, withoutEnding } from './lines.ts';

export interface Conflict {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
  /** Where `mine` stands in the merged text. */
  readonly start: number;
  readonly end: number;
}

export interface Merge {
  /** Both sides' changes; mine where they conflict. */
  readonly text: string;
  readonly conflicts: readonly Conflict[];
}

export function merge3(base: string, mine: string, theirs: string): Merge {
  if (mine === theirs || base === theirs) return { text: mine, conflicts: [] };
  if (base === mine) return { text: theirs, conflicts: [] };
  const sides = [base, mine, theirs].map((text) => new Side(text)) as [Side, Side, Side];
  const [b, m, t] = sides;
  const merging = new Merging(b, m, t);
  merging.run(groups(diffSequences(b.keys, m.keys), diffSequences(b.keys, t.keys)));
  return merging.result(m.mark !== b.mark ? m.mark : t.mark);
}

/** What each conflict became: a side, both one behind the other, or a text of somebody's own. */
export type Choice = 'mine' | 'theirs' | 'both' | { readonly text: string };

export function resolveConflicts({ text, conflicts }: Merge, choices: readonly Choice[]): string {
  let out = '';
  let copied = 0;
  for (const [index, { start, end, mine, theirs }] of conflicts.entries()) {
    const choice = choices[index] ?? 'mine';
    const chosen = choice === 'mine' ? mine : choice === 'theirs' ? theirs : choice === 'both' ? joinLines(mine, theirs) : choice.text;
    out = joinLines(out + text.slice(copied, start), end < text.length || chosen === '' ? ended(chosen, text, end) : chosen);
    copied = end;
  }
  return copied < text.length ? joinLines(out, text.slice(copied)) : out;
}

/** Lines that others follow need an end. */
const ended = (lines: string, text: string, end: number): string =>
  lines === '' || endingOf(lines) !== '' || end >= text.length ? lines : lines + firstEnding(text);
const joinLines = (first: string, second: string): string =>
  first === '' || second === '' || endingOf(first) !== '' ? first + second : first + firstEnding(first + second) + second;
const firstEnding = (text: string): string => /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';

const MARK = '\uFEFF';

class Side {
  readonly mark: string;
  readonly lines: readonly string[];
  readonly keys: readonly string[];

  constructor(text: string) {
    this.mark = text.startsWith(MARK) ? MARK : '';
    this.lines = splitLines(text.slice(this.mark.length));
    this.keys = this.lines.map(withoutEnding);
  }
}

// ── which changes touch ──

/** Base lines `start..end` that one side or both changed. */
interface Group {
  start: number;
  end: number;
  readonly mine: Hunk[];
  readonly theirs: Hunk[];
}

/** Changes next to each other do not touch: two people edit two neighbouring steps, and both count. */
function groups(mine: readonly Hunk[], theirs: readonly Hunk[]): Group[] {
  const all = [...mine.map((hunk) => ({ hunk, isMine: true })), ...theirs.map((hunk) => ({ hunk, isMine: false }))];
  all.sort((a, b) => a.hunk.aStart - b.hunk.aStart || a.hunk.aEnd - b.hunk.aEnd);
  const found: Group[] = [];
  for (const { hunk, isMine } of all) {
    let group = found.at(-1);
    if (!group || !touches(group, hunk)) {
      group = { start: hunk.aStart, end: hunk.aEnd, mine: [], theirs: [] };
      found.push(group);
    }
    group.end = Math.max(group.end, hunk.aEnd);
    (isMine ? group.mine : group.theirs).push(hunk);
  }
  return found;
}
const touches = ({ start, end }: Group, { aStart, aEnd }: Hunk): boolean =>
  (aStart < end && start < aEnd) || (aStart === aEnd && start === end && aStart === start);

// ── putting it together ──

class Merging {
  private readonly base: Side;
  private readonly mine: Side;
  private readonly theirs: Side;
  private readonly out: string[] = [];
  private readonly spans: { readonly conflict: Omit<Conflict, 'start' | 'end'>; readonly from: number; readonly to: number }[] = [];
  /** How far each side's lines are ahead of the base's. */
  private mineShift = 0;
  private theirsShift = 0;

  constructor(base: Side, mine: Side, theirs: Side) {
    this.base = base;
    this.mine = mine;
    this.theirs = theirs;
  }

  run(found: readonly Group[]): void {
    let at = 0;
    for (const group of found) {
      this.stable(at, group.start);
      this.changed(group);
      at = group.end;
    }
    this.stable(at, this.base.lines.length);
  }

  /** Nobody changed these but for their ends. */
  private stable(from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const ending = endingOf(this.base.lines[i] as string);
      const mine = endingOf(this.mine.lines[i + this.mineShift] as string);
      const theirs = endingOf(this.theirs.lines[i + this.theirsShift] as string);
      this.out.push((this.base.keys[i] as string) + (mine !== ending ? mine : theirs));
    }
  }

  private changed({ start, end, mine, theirs }: Group): void {
    const grown = (hunks: readonly Hunk[]) => hunks.reduce((sum, each) => sum + each.bEnd - each.bStart - (each.aEnd - each.aStart), 0);
    const mineEnd = end + this.mineShift + grown(mine);
    const theirsEnd = end + this.theirsShift + grown(theirs);
    const ours = this.mine.lines.slice(start + this.mineShift, mineEnd);
    const others = this.theirs.lines.slice(start + this.theirsShift, theirsEnd);
    this.mineShift = mineEnd - end;
    this.theirsShift = theirsEnd - end;
    if (theirs.length === 0) this.out.push(...ours);
    else if (mine.length === 0) this.out.push(...others);
    else this.both(this.base.lines.slice(start, end), ours, others);
  }

  /** Equal lines at the beginning and the end of two changes are no conflict. */
  private both(base: readonly string[], mine: readonly string[], theirs: readonly string[]): void {
    const most = Math.min(mine.length, theirs.length);
    const equal = (a: number, b: number) => withoutEnding(mine[a] as string) === withoutEnding(theirs[b] as string);
    let first = 0;
    while (first < most && equal(first, first)) first++;
    let last = 0;
    while (last < most - first && equal(mine.length - 1 - last, theirs.length - 1 - last)) last++;
    this.out.push(...mine.slice(0, first));
    const ours = mine.slice(first, mine.length - last);
    const others = theirs.slice(first, theirs.length - last);
    if (ours.length + others.length > 0) {
      const conflict = { base: base.join(''), mine: ours.join(''), theirs: others.join('') };
      this.spans.push({ conflict, from: this.out.length, to: this.out.length + ours.length });
      this.out.push(...ours);
    }
    this.out.push(...mine.slice(mine.length - last));
  }

  result(mark: string): Merge {
    const ending = this.out.map(endingOf).find((each) => each !== '') ?? '\n';
    const offsets: number[] = [];
    let text = mark;
    for (const [index, line] of this.out.entries()) {
      offsets.push(text.length);
      // A line that was the last of its side may have others behind it now.
      text += index < this.out.length - 1 && endingOf(line) === '' ? line + ending : line;
    }
    offsets.push(text.length);
    const conflicts = this.spans.map(({ conflict, from, to }) => ({
      ...conflict,
      start: offsets[from] as number,
      end: offsets[to] as number,
    }));
    return { text, conflicts };
  }
}
