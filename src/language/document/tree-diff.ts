/**
 * What changed between two versions of a script, step by step. It follows the same line diff that the text shows: steps on
 * lines that stayed are the same steps, the others are paired by their words, what is left on both sides of one change by
 * their kind. A step that stands elsewhere is moved, not deleted and added.
 */
import { lineStarts, positionAt } from '../../base/index.ts';
import { diffSequences, longestRising } from './line-diff.ts';
import { splitLines } from './lines.ts';
import { allPlaces, type Placed } from './places.ts';
import type { Document, Node } from './types.ts';

export interface StepChange {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  /** Anchor in the version before; absent for an added step. */
  readonly before?: string;
  /** Anchor in the version after; absent for a removed step. */
  readonly after?: string;
  /** Of a moved step: its words changed too. */
  readonly isChanged?: boolean;
}

/** In the order of the script; removed steps stand behind the last one that stayed before them. */
export function diffTrees(before: Document, after: Document): StepChange[] {
  const pairing = new Pairing(before, after);
  const moved = pairing.moved();
  const changes: StepChange[] = [];
  const removed = pairing.removed();
  const flush = (upTo: number) => {
    while (removed[0] && removed[0].order < upTo) changes.push({ kind: 'removed', before: (removed.shift() as Placed).node.anchor });
  };
  for (const place of pairing.after) {
    const partner = pairing.partnerOf(place);
    const anchor = place.node.anchor;
    if (!partner) {
      changes.push({ kind: 'added', after: anchor });
      continue;
    }
    const isMoved = moved.has(place);
    if (!isMoved) flush(partner.order);
    const isChanged = pairing.says(partner, before) !== pairing.says(place, after);
    const both = { before: partner.node.anchor, after: anchor };
    if (isMoved) changes.push({ kind: 'moved', ...both, ...(isChanged ? { isChanged } : {}) });
    else if (isChanged) changes.push({ kind: 'changed', ...both });
  }
  flush(Number.POSITIVE_INFINITY);
  return changes;
}

class Pairing {
  readonly before: readonly Placed[];
  readonly after: readonly Placed[];
  private readonly beforeDocument: Document;
  private readonly afterDocument: Document;
  private readonly partners = new Map<Placed, Placed>();
  private readonly taken = new Set<Placed>();

  constructor(before: Document, after: Document) {
    this.beforeDocument = before;
    this.afterDocument = after;
    this.before = [...allPlaces(before).values()];
    this.after = [...allPlaces(after).values()];
    const hunks = this.byLines();
    this.byWords();
    this.byKind(hunks);
  }

  partnerOf(place: Placed): Placed | undefined {
    return this.partners.get(place);
  }
  removed(): Placed[] {
    return this.before.filter((place) => !this.taken.has(place));
  }

  private pair(after: Placed, before: Placed): void {
    this.partners.set(after, before);
    this.taken.add(before);
  }

  /** Steps that begin on lines both versions have, whatever their indentation; answers which change each other line is in. */
  private byLines(): { readonly before: readonly number[]; readonly after: readonly number[] } {
    const [a, b] = [this.beforeDocument.text, this.afterDocument.text].map((text) => splitLines(text).map((line) => line.trim())) as [
      string[],
      string[],
    ];
    const hunks = diffSequences(a, b);
    const toBefore = new Map<number, number>();
    const changeOf = { before: new Array<number>(a.length).fill(-1), after: new Array<number>(b.length).fill(-1) };
    let [i, j] = [0, 0];
    const same = (to: number) => {
      while (i < to) toBefore.set(j++, i++);
    };
    for (const [index, { aStart, aEnd, bStart, bEnd }] of hunks.entries()) {
      same(aStart);
      changeOf.before.fill(index, aStart, aEnd);
      changeOf.after.fill(index, bStart, bEnd);
      [i, j] = [aEnd, bEnd];
    }
    same(a.length);
    const byLine = new Map<number, Placed[]>();
    const lines = linesOfSteps(this.beforeDocument, this.before);
    for (const [index, place] of this.before.entries())
      byLine.set(lines[index] as number, [...(byLine.get(lines[index] as number) ?? []), place]);
    const afterLines = linesOfSteps(this.afterDocument, this.after);
    for (const [index, place] of this.after.entries()) {
      const line = toBefore.get(afterLines[index] as number);
      const found =
        line === undefined ? undefined : byLine.get(line)?.find((each) => !this.taken.has(each) && each.node.words === place.node.words);
      if (found && found.node.type === place.node.type) this.pair(place, found);
    }
    return { before: lines.map((line) => changeOf.before[line] ?? -1), after: afterLines.map((line) => changeOf.after[line] ?? -1) };
  }

  private byWords(): void {
    const free = new Map<string, Placed[]>();
    const key = ({ node }: Placed) => `${node.type} ${node.words}`;
    for (const place of this.removed()) free.set(key(place), [...(free.get(key(place)) ?? []), place]);
    for (const place of this.after) {
      const found = this.partners.has(place) ? undefined : free.get(key(place))?.shift();
      if (found) this.pair(place, found);
    }
  }

  /** Labels name a step whatever it says; else of one change the steps of one kind, in order. */
  private byKind(hunks: { readonly before: readonly number[]; readonly after: readonly number[] }): void {
    const left = this.removed();
    const labelled = new Map(left.filter(({ node }) => node.anchor.includes(':')).map((place) => [place.node.anchor, place] as const));
    const kindOf = ({ node }: Placed, hunk: number) => `${hunk} ${node.type} ${node.keyword ?? ''}`;
    const free = new Map<string, Placed[]>();
    for (const place of left) {
      const key = kindOf(place, hunks.before[place.order] as number);
      free.set(key, [...(free.get(key) ?? []), place]);
    }
    for (const place of this.after) {
      if (this.partners.has(place)) continue;
      const named = labelled.get(place.node.anchor);
      const same = free.get(kindOf(place, hunks.after[place.order] as number))?.find((each) => !this.taken.has(each));
      const found = named && !this.taken.has(named) ? named : same;
      if (found) this.pair(place, found);
    }
  }

  // ── who stands elsewhere ──

  /** In another block or body, or past a sibling that stayed in its order. */
  moved(): ReadonlySet<Placed> {
    const moved = new Set<Placed>();
    const lanes = new Map<string, Placed[]>();
    for (const place of this.after) {
      const partner = this.partners.get(place);
      if (!partner) continue;
      const isHome = place.parent
        ? this.partners.get(place.parent) === partner.parent && place.lane.key === partner.lane.key
        : !partner.parent;
      if (!isHome) moved.add(place);
      else {
        const key = `${place.parent?.node.anchor ?? ''} ${place.lane.key}`;
        lanes.set(key, [...(lanes.get(key) ?? []), place]);
      }
    }
    for (const siblings of lanes.values()) {
      const staying = new Set(longestRising(siblings.map((each) => (this.partners.get(each) as Placed).index)));
      for (const [index, place] of siblings.entries()) if (!staying.has(index)) moved.add(place);
    }
    return moved;
  }

  /** Its own words, comments and the heads of its bodies. */
  says({ node, start }: Placed, { text }: Document): string {
    const at = (span: { start: number; end: number } | undefined) => (span ? text.slice(start + span.start, start + span.end).trim() : '');
    const heads = node.lanes.slice(1).map((lane) => at(lane.head));
    return JSON.stringify([node.words, trimmedLines(at(node.lead)), at(node.comment), heads]);
  }
}

const trimmedLines = (text: string): string =>
  splitLines(text)
    .map((line) => line.trim())
    .join('\n');

/** By step: the 0-based line on which it begins, its comments not counted. */
function linesOfSteps({ text }: Document, places: readonly Placed[]): number[] {
  const starts = lineStarts(text);
  const begins = ({ start, node }: Placed & { node: Node }) => start + Math.max(node.tile.start, node.span.start);
  return places.map((place) => positionAt(starts, begins(place)).line - 1);
}
