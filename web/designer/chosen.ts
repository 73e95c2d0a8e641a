/** What is chosen outlives the change of a step's own words: anchors are looked up by what they were before. */
import { allPlaces, type Document, type Node } from '../../src/language/document/reading.ts';
import { laneKey, type Selection, splitKey } from './canvas/index.ts';

/** Anchors of `before` as they are called in `after`; a step that is gone maps to nothing. */
export function renamed(before: Document, after: Document): (anchor: string) => string | undefined {
  const old = allPlaces(before);
  const now = allPlaces(after);
  let byId: Map<number, Node> | undefined;
  return (anchor) => {
    const node = old.get(anchor)?.node;
    const same = now.get(anchor)?.node;
    if (same && (!node || same.id === node.id)) return anchor;
    if (!node) return undefined;
    byId ??= new Map([...now.values()].map((place) => [place.node.id, place.node]));
    return byId.get(node.id)?.anchor ?? same?.anchor;
  };
}

export function selectionAfter({ focus, chosen }: Selection, before: Document, after: Document): Selection {
  const rename = renamed(before, after);
  const { anchor, lane } = splitKey(focus);
  const now = rename(anchor);
  const next = now === undefined ? nearest(anchor, before, after) : lane === undefined ? now : laneKey(now, lane);
  const kept = chosen.flatMap((each) => rename(each) ?? []);
  return { focus: next, chosen: kept.length > 0 || lane !== undefined || next === '' ? kept : [next] };
}

/** Where the keyboard goes when its step is gone: what stands there now. */
function nearest(anchor: string, before: Document, after: Document): string {
  const gone = allPlaces(before).get(anchor);
  if (!gone) return '';
  const order = [...allPlaces(after).values()];
  const parent = gone.parent && allPlaces(after).get(gone.parent.node.anchor);
  const siblings = parent
    ? parent.node.lanes.find(({ key }) => key === gone.lane.key)?.children
    : gone.parent
      ? undefined
      : after.root.children;
  const next = siblings?.[Math.min(gone.index, siblings.length - 1)];
  return next?.anchor ?? parent?.node.anchor ?? order[Math.min(gone.order, order.length - 1)]?.node.anchor ?? '';
}

/** Folded blocks, kept by bot and script on this device; losing it harms nothing. */
export function readFolded(bot: string, path: string): ReadonlySet<string> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(foldedKey(bot, path)) ?? '[]');
    return new Set(Array.isArray(found) ? found.filter((each) => typeof each === 'string') : []);
  } catch {
    return new Set(); // somebody else's text under our name: nothing is folded
  }
}
export function keepFolded(bot: string, path: string, folded: ReadonlySet<string>): void {
  keep(foldedKey(bot, path), folded.size > 0 ? JSON.stringify([...folded]) : undefined);
}
const foldedKey = (bot: string, path: string) => `basalt.folded:${bot}/${path}`;

/** Whether it was kept: a device may have no room. */
export function keep(key: string, value: string | undefined): boolean {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
