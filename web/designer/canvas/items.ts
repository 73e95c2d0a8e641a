/** The tree as the keyboard walks it: every step and lane that is shown, in the order of the script. */
import type { Lane, Node, Slot } from '../../../src/language/document/reading.ts';
import { plain } from '../../../src/language/steps/index.ts';
import { isFolded, laneSentence, readingOf } from './reading.ts';
import { laneKey } from './types.ts';

export interface Item {
  /** Anchor of a step, or the key of a lane. */
  readonly key: string;
  readonly node: Node;
  readonly lane?: Lane;
  /** Key of the item it is in; '' at the top. */
  readonly parent: string;
  readonly level: number;
  readonly isFolded: boolean;
  readonly canOpen: boolean;
  readonly index: number;
}

export function itemsOf(root: Lane, folded: ReadonlySet<string> | undefined): readonly Item[] {
  const items: Item[] = [];
  visit(root, '', 1, folded, items);
  return items;
}

function visit(lane: Lane, parent: string, level: number, folded: ReadonlySet<string> | undefined, items: Item[]): void {
  for (const [index, node] of lane.children.entries()) {
    const closed = isFolded(node, folded);
    const canOpen = node.lanes.length > 0;
    items.push({ key: node.anchor, node, parent, level, isFolded: closed, canOpen, index });
    if (closed) continue;
    for (const [at, inner] of node.lanes.entries()) {
      const key = laneKey(node.anchor, inner.key);
      items.push({
        key,
        node,
        lane: inner,
        parent: node.anchor,
        level: level + 1,
        isFolded: false,
        canOpen: inner.children.length > 0,
        index: at,
      });
      visit(inner, key, level + 2, folded, items);
    }
  }
}

/** The steps from one to another of the same lane, for a choice of several. */
export function between(items: readonly Item[], from: string, to: string): readonly string[] {
  const first = items.find(({ key }) => key === from);
  const last = items.find(({ key }) => key === to);
  if (!first || !last || first.lane || last.lane || first.parent !== last.parent) return last && !last.lane ? [last.key] : [];
  const [low, high] = first.index <= last.index ? [first.index, last.index] : [last.index, first.index];
  return items
    .filter((each) => !each.lane && each.parent === first.parent && each.index >= low && each.index <= high)
    .map(({ key }) => key);
}

/** Where `A` puts a new step: behind a step, at the beginning of a lane. */
export function slotBehind(item: Item | undefined, root: Lane): Slot {
  if (!item) return { parent: '', lane: '', index: root.children.length };
  if (item.lane) return { parent: item.node.anchor, lane: item.lane.key, index: 0 };
  return { ...laneOfKey(item.parent), index: item.index + 1 };
}

const laneOfKey = (key: string): { readonly parent: string; readonly lane: string } => {
  const at = key.indexOf('\n');
  return at < 0 ? { parent: '', lane: '' } : { parent: key.slice(0, at), lane: key.slice(at + 1) };
};

/** Of these places those that are drawn, from the top to the bottom. */
export function shownSlots(root: Lane, folded: ReadonlySet<string> | undefined, slots: readonly Slot[]): readonly Slot[] {
  const allowed = new Map(slots.map((slot) => [`${slot.parent}\n${slot.lane}\n${slot.index}`, slot]));
  const shown: Slot[] = [];
  const visitLane = (lane: Lane, parent: string) => {
    for (let index = 0; index <= lane.children.length; index++) {
      const slot = allowed.get(`${parent}\n${lane.key}\n${index}`);
      if (slot) shown.push(slot);
      const child = lane.children[index];
      if (child && !isFolded(child, folded)) for (const inner of child.lanes) visitLane(inner, child.anchor);
    }
  };
  visitLane(root, '');
  return shown;
}

/** A slot in words: “after Say hello”, “at the beginning of Then, If the order is paid”. */
export function slotInWords({ parent, lane, index }: Slot, root: Lane, items: readonly Item[]): string {
  const holder = items.find(({ key }) => key === parent)?.node;
  const within = parent === '' ? root : holder?.lanes.find(({ key }) => key === lane);
  const before = within?.children[index - 1];
  const inside = holder && within ? `${plain(laneSentence(holder, within))} of ${readingOf(holder).plain}` : 'the script';
  return before ? `after ${readingOf(before).plain}` : `at the beginning of ${inside}`;
}
