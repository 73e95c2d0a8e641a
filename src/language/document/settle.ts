/**
 * A tree freshly drawn is laid over the one before: nodes that say and hold the same stay the very same objects,
 * nodes edited in place keep their id, and every anchor gets its counter.
 */
import type { Span } from '../../base/index.ts';
import { AnchorNames } from './anchors.ts';
import type { Field, Lane, Node } from './types.ts';

export interface Before {
  readonly text: string;
  readonly root: Lane;
}

export function settleTree(root: Lane, text: string, before: Before | undefined, nextId: number): { root: Lane; nextId: number } {
  const settling = new Settling(text, before?.text ?? '', nextId);
  const settled = settling.lane(root, 0, before?.root, 0);
  return { root: settled, nextId: settling.nextId };
}

class Settling {
  nextId: number;
  private readonly text: string;
  private readonly oldText: string;
  private readonly names = new AnchorNames();

  constructor(text: string, oldText: string, nextId: number) {
    this.text = text;
    this.oldText = oldText;
    this.nextId = nextId;
  }

  lane(fresh: Lane, at: number, old: Lane | undefined, oldAt: number): Lane {
    const partners = old ? this.partners(fresh, at, old, oldAt) : undefined;
    const children = fresh.children.map((node, index) => {
      const partner = partners?.[index] ?? -1;
      const oldNode = partner < 0 ? undefined : old?.children[partner];
      return this.node(node, at + (fresh.starts[index] as number), oldNode, oldAt + (old?.starts[partner] ?? 0));
    });
    return { ...fresh, children };
  }

  private node(fresh: Node, at: number, old: Node | undefined, oldAt: number): Node {
    const anchor = this.names.next(fresh.name);
    // A step of the document before, put here again: it is nobody's to change.
    if (fresh.id > 0) return this.kept(fresh, anchor);
    const lanes = fresh.lanes.map((lane) =>
      this.lane(
        lane,
        at,
        old?.lanes.find(({ key }) => key === lane.key),
        oldAt,
      ),
    );
    if (old && old.anchor === anchor && this.isSame(fresh, lanes, old) && this.saysSame(fresh, at, old, oldAt)) return old;
    // Just drawn, and nobody else's yet.
    return Object.assign(fresh, { anchor, lanes, id: old ? old.id : this.nextId++ });
  }

  /** Not read again: only counters of anchors may differ. */
  private kept(node: Node, anchor: string): Node {
    let isSame = anchor === node.anchor;
    const lanes = node.lanes.map((lane) => {
      const children = lane.children.map((child) => this.kept(child, this.names.next(child.name)));
      if (children.every((child, index) => child === lane.children[index])) return lane;
      isSame = false;
      return { ...lane, children };
    });
    return isSame ? node : { ...node, anchor, lanes };
  }

  private isSame(fresh: Node, lanes: readonly Lane[], old: Node): boolean {
    const isSameLane = (lane: Lane, index: number) => sameLane(lane, old.lanes[index] as Lane);
    return sameWords(fresh, old) && lanes.length === old.lanes.length && lanes.every(isSameLane);
  }
  private saysSame(fresh: Node, at: number, old: Node, oldAt: number): boolean {
    return this.textOf(fresh, at) === this.oldTextOf(old, oldAt);
  }
  private textOf(node: Node, at: number): string {
    return this.text.slice(at, at + node.length);
  }
  private oldTextOf(node: Node, at: number): string {
    return this.oldText.slice(at, at + node.length);
  }

  // ── which old child a new one may be ──

  /** By index: equal beginnings and ends of the lane, then equal words anywhere, then what stands between in order. */
  private partners(fresh: Lane, at: number, old: Lane, oldAt: number): Int32Array {
    const partners = new Int32Array(fresh.children.length).fill(-1);
    const last = fresh.children.length - 1;
    const oldLast = old.children.length - 1;
    const equal = (index: number, oldIndex: number) =>
      fresh.children[index] === old.children[oldIndex] ||
      this.textOf(fresh.children[index] as Node, at + (fresh.starts[index] as number)) ===
        this.oldTextOf(old.children[oldIndex] as Node, oldAt + (old.starts[oldIndex] as number));
    let first = 0;
    while (first <= Math.min(last, oldLast) && equal(first, first)) partners[first] = first++;
    let tail = 0;
    while (tail <= Math.min(last, oldLast) - first && equal(last - tail, oldLast - tail)) {
      partners[last - tail] = oldLast - tail;
      tail++;
    }
    pairMiddle(fresh, old, partners, first, last - tail, oldLast - tail);
    return partners;
  }
}

function pairMiddle(fresh: Lane, old: Lane, partners: Int32Array, first: number, last: number, oldLast: number): void {
  const free = new Map<string, number[]>();
  for (let i = first; i <= oldLast; i++) {
    const { words } = old.children[i] as Node;
    free.set(words, [...(free.get(words) ?? []), i]);
  }
  const taken = new Set<number>();
  const kept = new Map(old.children.slice(first, oldLast + 1).map((node, index) => [node, first + index] as const));
  for (let i = first; i <= last; i++) {
    const own = kept.get(fresh.children[i] as Node);
    if (own === undefined) continue;
    partners[i] = own;
    taken.add(own);
  }
  for (let i = first; i <= last; i++) {
    if ((partners[i] as number) >= 0) continue;
    const found = free.get((fresh.children[i] as Node).words)?.find((each) => !taken.has(each));
    if (found === undefined) continue;
    partners[i] = found;
    taken.add(found);
  }
  let next = first;
  for (let i = first; i <= last; i++) {
    if ((partners[i] as number) >= 0) {
      next = Math.max(next, (partners[i] as number) + 1);
      continue;
    }
    while (next <= oldLast && taken.has(next)) next++;
    if (next > oldLast) break;
    partners[i] = next;
    taken.add(next++);
  }
}

/** Read alike: everything but its place, its id and the counters of anchors. */
export function readsSame(a: Node, b: Node): boolean {
  return (
    sameWords(a, b) &&
    a.lanes.length === b.lanes.length &&
    a.lanes.every((lane, index) => {
      const other = b.lanes[index] as Lane;
      return sameFrame(lane, other) && lane.children.every((child, at) => readsSame(child, other.children[at] as Node));
    })
  );
}

const sameSpan = (a: Span | undefined, b: Span | undefined): boolean => a?.start === b?.start && a?.end === b?.end;

function sameFields(a: readonly Field[], b: readonly Field[]): boolean {
  return (
    a.length === b.length &&
    a.every((field, index) => {
      const other = b[index] as Field;
      if (field === other) return true;
      return field.name === other.name && field.kind === other.kind && field.text === other.text && sameSpan(field.span, other.span);
    })
  );
}

const sameWords = (a: Node, b: Node): boolean =>
  a.type === b.type &&
  a.length === b.length &&
  a.words === b.words &&
  a.name === b.name &&
  a.keyword === b.keyword &&
  a.form === b.form &&
  a.prefix === b.prefix &&
  a.isOpen === b.isOpen &&
  a.isMovable === b.isMovable &&
  sameSpan(a.tile, b.tile) &&
  sameSpan(a.span, b.span) &&
  sameSpan(a.lead, b.lead) &&
  sameSpan(a.comment, b.comment) &&
  sameSpan(a.end, b.end) &&
  sameFields(a.fields, b.fields);

const sameLane = (a: Lane, b: Lane): boolean => sameFrame(a, b) && a.children.every((child, index) => child === b.children[index]);

function sameFrame(a: Lane, b: Lane): boolean {
  return (
    a.key === b.key &&
    a.label === b.label &&
    sameSpan(a.head, b.head) &&
    sameSpan(a.span, b.span) &&
    sameFields(a.fields, b.fields) &&
    a.children.length === b.children.length &&
    a.starts.every((start, index) => start === b.starts[index])
  );
}
