/**
 * Dragging with a pointer, of steps and of palette entries alike: a sign follows the pointer, and of the places that the
 * grammar allows the nearest is marked. Nothing is laid out again while it moves: one lookup at the point, one class.
 */
import type { Slot } from '../../../src/language/document/reading.ts';
import { splitKey } from './types.ts';

export interface Drag {
  readonly tree: HTMLElement;
  readonly label: string;
  /** Steps that are dragged: drawn faint meanwhile. */
  readonly dragged: readonly HTMLElement[];
  readonly slots: readonly Slot[];
  readonly drop: (slot: Slot) => void;
  readonly ended?: () => void;
}

const FAR_ENOUGH = 5;
const HELD_MS = 350;
const EDGE = 48;

/** Waits until a press becomes a drag: by moving with a mouse, by holding with a finger, so that one can still scroll. */
export function onDrag(press: PointerEvent, begin: () => Drag | undefined): void {
  const isFinger = press.pointerType === 'touch';
  const timer = isFinger ? setTimeout(() => start(press), HELD_MS) : undefined;
  let last = press;
  const stop = () => {
    clearTimeout(timer);
    removeEventListener('pointermove', moved);
    removeEventListener('pointerup', stop);
    removeEventListener('pointercancel', stop);
  };
  const moved = (event: PointerEvent) => {
    last = event;
    if (Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) < FAR_ENOUGH) return;
    if (isFinger) stop();
    else start(event);
  };
  const start = (event: PointerEvent) => {
    stop();
    const drag = begin();
    if (drag) run(drag, isFinger ? last : event);
  };
  addEventListener('pointermove', moved);
  addEventListener('pointerup', stop);
  addEventListener('pointercancel', stop);
}

function run(drag: Drag, from: PointerEvent): void {
  const { tree, slots, dragged } = drag;
  const allowed = new Set(slots.map(slotId));
  const scroller = tree.closest<HTMLElement>('.canvas') ?? tree;
  const ghost = Object.assign(document.createElement('div'), { className: 'ghost', textContent: drag.label });
  document.body.append(ghost);
  tree.classList.add('is-dragging');
  for (const each of dragged) each.classList.add('is-dragged');
  let target: HTMLElement | undefined;
  let point = { x: from.clientX, y: from.clientY };
  let frame = 0;
  const draw = () => {
    frame = 0;
    ghost.style.transform = `translate(${point.x + 12}px, ${point.y + 8}px)`;
    const next = gapAt(tree, point.x, point.y, allowed);
    if (next !== target) {
      target?.classList.remove('is-target');
      next?.classList.add('is-target');
      target = next;
    }
    if (scrollNear(scroller, point)) schedule();
  };
  const schedule = () => {
    frame ||= requestAnimationFrame(draw);
  };
  const moved = (event: PointerEvent) => {
    point = { x: event.clientX, y: event.clientY };
    event.preventDefault();
    schedule();
  };
  const end = (isDropped: boolean) => {
    if (frame) cancelAnimationFrame(frame);
    if (isDropped) draw();
    if (frame) cancelAnimationFrame(frame);
    ghost.remove();
    tree.classList.remove('is-dragging');
    for (const each of dragged) each.classList.remove('is-dragged');
    target?.classList.remove('is-target');
    for (const [name, listener] of listeners) removeEventListener(name, listener as EventListener, true);
    drag.ended?.();
    const slot = isDropped && target ? slotOfGap(target) : undefined;
    if (slot) drag.drop(slot);
  };
  const listeners: readonly (readonly [string, (event: never) => void])[] = [
    ['pointermove', moved],
    ['touchmove', (event: TouchEvent) => event.preventDefault()],
    [
      'pointerup',
      (event: PointerEvent) => {
        point = { x: event.clientX, y: event.clientY };
        swallowClick();
        end(true);
      },
    ],
    ['pointercancel', () => end(false)],
    ['keydown', (event: KeyboardEvent) => event.key === 'Escape' && end(false)],
  ];
  for (const [name, listener] of listeners) addEventListener(name, listener as EventListener, { capture: true, passive: false });
  schedule();
}

/** The click that follows a drop is not meant for what lies there. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, { capture: true }));
}

function scrollNear(scroller: HTMLElement, { x, y }: { readonly x: number; readonly y: number }): boolean {
  const { left, right, top, bottom } = scroller.getBoundingClientRect();
  const down = y > bottom - EDGE ? y - bottom + EDGE : y < top + EDGE ? y - top - EDGE : 0;
  const along = x > right - EDGE ? x - right + EDGE : x < left + EDGE ? x - left - EDGE : 0;
  if (!down && !along) return false;
  const { scrollTop, scrollLeft } = scroller;
  scroller.scrollBy(along / 3, down / 3);
  return scroller.scrollTop !== scrollTop || scroller.scrollLeft !== scrollLeft;
}

export const slotId = ({ parent, lane, index }: Slot): string => `${parent}\n${lane}\n${index}`;

/** The place nearest to a point that is allowed: behind or before the step there, else around what it stands in. */
function gapAt(tree: HTMLElement, x: number, y: number, allowed: ReadonlySet<string>): HTMLElement | undefined {
  const bounds = tree.getBoundingClientRect();
  const hit = document.elementFromPoint(Math.min(Math.max(x, bounds.left + 1), bounds.right - 1), y);
  if (!hit || !tree.parentElement?.contains(hit)) return undefined;
  let item = hit.closest<HTMLElement>('[data-key]');
  if (!item) return nearestAtTop(tree, y, allowed);
  while (item) {
    const found = candidates(item, y).find((gap) => gap && isAllowed(gap, allowed));
    if (found) return found;
    item = item.parentElement?.closest<HTMLElement>('[data-key]') ?? null;
  }
  return undefined;
}

const isAllowed = (gap: HTMLElement, allowed: ReadonlySet<string>): boolean => {
  const slot = slotOfGap(gap);
  return slot !== undefined && allowed.has(slotId(slot));
};

function candidates(item: HTMLElement, y: number): readonly (HTMLElement | null | undefined)[] {
  if (item.classList.contains('lane')) return [gapOf(item)];
  const card = item.querySelector<HTMLElement>(':scope > .card')?.getBoundingClientRect();
  const isUpper = card !== undefined && y < (card.top + card.bottom) / 2;
  const lane = item.querySelector<HTMLElement>(':scope > .lanes > .lane');
  const isInside = card !== undefined && y < card.bottom && lane;
  return isUpper ? [gapBefore(item), gapOf(item)] : isInside ? [gapOf(lane), gapOf(item)] : [gapOf(item), gapBefore(item)];
}

const gapOf = (item: HTMLElement): HTMLElement | null => item.querySelector<HTMLElement>(':scope > .gap');
function gapBefore(item: HTMLElement): HTMLElement | null {
  const before = item.previousElementSibling as HTMLElement | null;
  if (before) return gapOf(before);
  const lane = item.parentElement?.closest<HTMLElement>('.lane');
  return lane ? gapOf(lane) : (item.closest('.canvas')?.querySelector<HTMLElement>(':scope .gap.first') ?? null);
}

function nearestAtTop(tree: HTMLElement, y: number, allowed: ReadonlySet<string>): HTMLElement | undefined {
  const first = tree.firstElementChild as HTMLElement | null;
  const last = tree.lastElementChild as HTMLElement | null;
  const start = tree.parentElement?.querySelector<HTMLElement>('.gap.first');
  const gap =
    !first || !last || y < first.getBoundingClientRect().top ? start : y > last.getBoundingClientRect().bottom - 1 ? gapOf(last) : null;
  return gap && isAllowed(gap, allowed) ? gap : undefined;
}

export function slotOfGap(gap: HTMLElement): Slot | undefined {
  const item = gap.closest<HTMLElement>('[data-key]');
  if (!item) return { parent: '', lane: '', index: 0 };
  if (item.classList.contains('lane')) {
    const { anchor, lane } = splitKey(item.dataset.key as string);
    return { parent: anchor, lane: lane ?? '', index: 0 };
  }
  const list = item.parentElement as HTMLElement;
  const index = Array.prototype.indexOf.call(list.children, item) + 1;
  const holder = list.closest<HTMLElement>('[data-key]');
  const { anchor, lane } = splitKey(holder?.dataset.key ?? '');
  return { parent: anchor, lane: lane ?? '', index };
}

/** The element where a slot is drawn. */
export function gapOfSlot(tree: HTMLElement, { parent, lane, index }: Slot): HTMLElement | null {
  const holder = parent === '' ? tree : tree.querySelector<HTMLElement>(`[data-key="${CSS.escape(`${parent}\n${lane}`)}"]`);
  if (!holder) return null;
  if (index === 0) return parent === '' ? (tree.parentElement?.querySelector<HTMLElement>('.gap.first') ?? null) : gapOf(holder);
  const list = parent === '' ? tree : holder.querySelector<HTMLElement>(':scope > .steps');
  const before = list?.children[index - 1] as HTMLElement | undefined;
  return before ? gapOf(before) : null;
}
