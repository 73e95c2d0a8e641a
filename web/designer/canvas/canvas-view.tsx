/**
 * The canvas: a tree of steps in the order of the script, one stop for Tab, walked with the arrows. What is chosen is
 * marked on the elements themselves, so that choosing draws nothing again, however long the script is.
 */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Slot } from '../../../src/language/document/reading.ts';
import { MarkSign } from '../signs.tsx';
import { gapOfSlot, onDrag, slotId, slotOfGap } from './drag.ts';
import { between, type Item, itemsOf, shownSlots, slotBehind, slotInWords } from './items.ts';
import { type Scene, StepView } from './step-view.tsx';
import { type CanvasAction, type CanvasProps, type Selection, splitKey } from './types.ts';

const NOTHING: Selection = { focus: '', chosen: [] };
interface Moving {
  readonly anchors: readonly string[];
  readonly slots: readonly Slot[];
  readonly at: number;
}

export function CanvasView(props: CanvasProps) {
  const { root, runs, changes, label = 'Steps', zoom = 1 } = props;
  const [ownFolded, setOwnFolded] = useState<ReadonlySet<string>>(new Set());
  const [ownSelection, setOwnSelection] = useState<Selection>(NOTHING);
  const folded = props.folded ?? ownFolded;
  const selection = props.selection ?? ownSelection;
  const isEditable = props.dispatch !== undefined && !props.isReadOnly;
  const tree = useRef<HTMLOListElement>(null);
  const moving = useRef<Moving | undefined>(undefined);
  const latest = useRef({ selection, folded, props, isEditable });
  latest.current = { selection, folded, props, isEditable };

  const act = useRef((action: CanvasAction) => {
    const now = latest.current;
    if (action.kind === 'select') {
      now.selection = action.selection;
      if (!now.props.selection) setOwnSelection(action.selection);
    }
    if (action.kind === 'fold' && !now.props.folded) setOwnFolded((known) => toggled(known, action.anchors));
    now.props.dispatch?.(action);
  }).current;

  const scene = useMemo<Scene>(
    () => ({
      isEditable,
      folded,
      ...(runs && { runs }),
      ...(changes && { changes }),
      textOf: (node) => latest.current.props.textOf(node),
      replaceText: (anchor, text) => act({ kind: 'replaceText', anchor, text }),
    }),
    [isEditable, folded, runs, changes],
  );
  const items = useRef<{ root: unknown; folded: unknown; list: readonly Item[] } | undefined>(undefined);
  const list = (): readonly Item[] => {
    const now = latest.current;
    if (items.current?.root !== now.props.root || items.current.folded !== now.folded)
      items.current = { root: now.props.root, folded: now.folded, list: itemsOf(now.props.root, now.folded) };
    return items.current.list;
  };

  const drawn = useRef<Drawn>({ chosen: [], hadFocus: false });
  useLayoutEffect(() => mark(tree.current, selection, drawn.current), [selection, root, folded, scene]);
  useEffect(() => {
    const follow = ({ target }: FocusEvent) => {
      drawn.current.hadFocus = Boolean(tree.current?.contains(target as globalThis.Node));
    };
    document.addEventListener('focusin', follow);
    return () => document.removeEventListener('focusin', follow);
  }, []);

  const scroller = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => centred(scroller.current), []);

  const choose = (key: string, chosen: readonly string[], moveFocus = true) => {
    act({ kind: 'select', selection: { focus: key, chosen } });
    if (moveFocus) itemOf(elementOf(tree.current, key))?.focus();
  };
  const fold = (anchors: readonly string[]) => act({ kind: 'fold', anchors, isFolded: !latest.current.folded.has(anchors[0] ?? '') });

  const showMove = (next: Moving | undefined) => {
    const now = moving.current;
    const before = now?.slots[now.at];
    if (tree.current && before) gapOfSlot(tree.current, before)?.classList.remove('is-target');
    tree.current?.classList.toggle('is-moving', next !== undefined);
    moving.current = next;
    const slot = next?.slots[next.at];
    if (!slot || !tree.current) return;
    const gap = gapOfSlot(tree.current, slot);
    gap?.classList.add('is-target');
    gap?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    act({ kind: 'say', text: `${slotInWords(slot, latest.current.props.root, list())}, place ${next.at + 1} of ${next.slots.length}` });
  };
  const beginMove = (item: Item) => {
    const anchors = chosenOf(item);
    const own = slotBehind(item, latest.current.props.root);
    const slots = shownSlots(latest.current.props.root, latest.current.folded, latest.current.props.slotsFor?.(anchors) ?? []).filter(
      (slot) => slotId(slot) !== slotId(own),
    );
    if (slots.length < 2) return act({ kind: 'say', text: 'There is no other place for it.' });
    const at = slots.findIndex((slot) => slotId(slot) === slotId({ ...own, index: own.index - 1 }));
    showMove({ anchors, slots, at: Math.max(0, at) });
  };
  const chosenOf = (item: Item): readonly string[] => {
    const { chosen } = latest.current.selection;
    return item.lane ? [] : chosen.includes(item.key) ? chosen : [item.key];
  };

  const keyInMove = (event: KeyboardEvent): boolean => {
    const now = moving.current;
    if (!now) return false;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) showMove({ ...now, at: Math.min(now.slots.length - 1, Math.max(0, now.at + step)) });
    else if (event.key === 'Enter') {
      showMove(undefined);
      act({ kind: 'move', anchors: now.anchors, to: now.slots[now.at] as Slot });
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      showMove(undefined);
      act({ kind: 'say', text: 'Not moved.' });
      return event.key === 'Escape';
    }
    return true;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.target as HTMLElement).matches('textarea, input, .inside *')) return;
    if (keyInMove(event) || key(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  /** Whether the key meant something here. */
  const key = (event: KeyboardEvent): boolean => {
    const all = list();
    const at = all.findIndex((each) => each.key === latest.current.selection.focus);
    const item = all[at];
    const { shiftKey } = event;
    const isCommand = event.ctrlKey || event.metaKey;
    const go = (to: Item | undefined) => {
      if (!to) return;
      const from = latest.current.selection.chosen[0];
      choose(to.key, to.lane ? [] : shiftKey && from ? spread(all, latest.current.selection, to.key) : [to.key]);
    };
    if (isCommand || event.altKey) {
      if (event.key === 'd' && item && isCommand) act({ kind: 'duplicate', anchors: chosenOf(item) });
      else if (event.key === 'a' && item && isCommand)
        choose(
          item.key,
          all.filter((each) => each.parent === item.parent && !each.lane).map((each) => each.key),
        );
      else return false;
      return true;
    }
    switch (event.key) {
      case 'ArrowDown':
        go(all[at + 1]);
        return true;
      case 'ArrowUp':
        go(at < 0 ? all.at(-1) : all[at - 1]);
        return true;
      case 'ArrowRight':
        if (item?.isFolded) fold([item.node.anchor]);
        else if (item?.canOpen) go(all[at + 1]);
        return true;
      case 'ArrowLeft':
        if (item?.parent) go(all.find((each) => each.key === item.parent));
        else if (item?.canOpen && !item.isFolded) fold([item.node.anchor]);
        return true;
      case 'Home':
        go(all[0]);
        return true;
      case 'End':
        go(all.at(-1));
        return true;
      case ' ':
        if (item?.canOpen && !item.lane) fold([item.node.anchor]);
        return true;
      case 'Enter':
        if (item) act({ kind: 'edit', anchor: item.node.anchor });
        return true;
    }
    return latest.current.isEditable && change(event.key, item);
  };
  const change = (name: string, item: Item | undefined): boolean => {
    if (name === 'a' || name === 'A') act({ kind: 'add', at: slotBehind(item, latest.current.props.root) });
    else if ((name === 'm' || name === 'M') && item && !item.lane) beginMove(item);
    else if ((name === 'Delete' || name === 'Backspace') && item && !item.lane) act({ kind: 'delete', anchors: chosenOf(item) });
    else if (name === '/' && item && !item.lane) act({ kind: 'comment', anchors: chosenOf(item) });
    else return false;
    return true;
  };

  const onClick = (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    const button = target.closest<HTMLElement>('[data-act]');
    const element = target.closest<HTMLElement>('[data-key]');
    if (button?.dataset.act === 'add') {
      const slot = slotOfGap(button);
      if (slot) act({ kind: 'add', at: slot });
      return;
    }
    if (!element || target.closest('textarea, .inside')) return;
    const found = element.dataset.key as string;
    const { anchor, lane } = splitKey(found);
    if (button?.dataset.act === 'fold') fold([anchor]);
    else if (button?.dataset.act === 'lane') act({ kind: 'addLane', anchor });
    else if (lane !== undefined) choose(found, []);
    else if (event.shiftKey) choose(found, spread(list(), latest.current.selection, found));
    else if (event.ctrlKey || event.metaKey) {
      const { chosen } = latest.current.selection;
      choose(found, chosen.includes(found) ? chosen.filter((each) => each !== found) : inOrder(list(), [...chosen, found]));
    } else choose(found, [found]);
  };
  const onFocusIn = (event: FocusEvent) => {
    const element = (event.target as HTMLElement).closest<HTMLElement>('[data-key]');
    const found = element?.dataset.key;
    if (!found || found === latest.current.selection.focus) return;
    act({ kind: 'select', selection: { focus: found, chosen: splitKey(found).lane === undefined ? [found] : [] } });
  };
  const onPointerDown = (event: PointerEvent) => {
    const target = event.target as HTMLElement;
    const item = target.closest<HTMLElement>('.card') && target.closest<HTMLElement>('.step');
    if (!item || event.button !== 0 || !latest.current.isEditable || target.closest('button, textarea, .inside')) return;
    onDrag(event, () => {
      const key = item.dataset.key as string;
      const { chosen } = latest.current.selection;
      const anchors = chosen.includes(key) ? chosen : [key];
      const slots = latest.current.props.slotsFor?.(anchors) ?? [];
      const dragged = anchors.flatMap((anchor) => elementOf(tree.current, anchor) ?? []);
      const of = anchors.length > 1 ? `${anchors.length} steps` : (item.dataset.name ?? '');
      return tree.current ? { tree: tree.current, label: of, dragged, slots, drop: (to) => act({ kind: 'move', anchors, to }) } : undefined;
    });
  };

  const clipboard = (event: ClipboardEvent, kind: 'copy' | 'cut') => {
    if ((event.target as HTMLElement).matches('textarea, input')) return;
    const { chosen } = latest.current.selection;
    const text = chosen.length > 0 ? latest.current.props.copyOf?.(chosen) : undefined;
    if (!text) return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    act(kind === 'cut' && latest.current.isEditable ? { kind: 'cut', anchors: chosen } : { kind: 'copy', anchors: chosen });
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain');
    if ((event.target as HTMLElement).matches('textarea, input') || !text || !latest.current.isEditable) return;
    event.preventDefault();
    const item = list().find((each) => each.key === latest.current.selection.focus);
    act({ kind: 'paste', at: slotBehind(item, latest.current.props.root), text });
  };

  return (
    <div class={isEditable ? 'canvas' : 'canvas is-readonly'} ref={scroller}>
      <div class="sheet" style={{ zoom: String(zoom) }}>
        {isEditable && root.children.length > 0 && <FirstGap add={() => act({ kind: 'add', at: { parent: '', lane: '', index: 0 } })} />}
        <ol
          ref={tree}
          class="tree"
          role="tree"
          aria-label={label}
          aria-multiselectable={isEditable}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onDblClick={({ target }) => {
            const item = (target as HTMLElement).closest<HTMLElement>('.card')?.closest<HTMLElement>('.step');
            if (item && !(target as HTMLElement).closest('button, textarea, .inside'))
              act({ kind: 'edit', anchor: item.dataset.key as string });
          }}
          onFocusIn={onFocusIn}
          onPointerDown={onPointerDown}
          onCopy={(event) => clipboard(event, 'copy')}
          onCut={(event) => clipboard(event, 'cut')}
          onPaste={onPaste}
        >
          {root.children.map((node) => (
            <StepView key={node.id} node={node} level={1} scene={scene} />
          ))}
        </ol>
        {root.children.length === 0 && (
          <Empty isEditable={isEditable} add={() => act({ kind: 'add', at: { parent: '', lane: '', index: 0 } })} />
        )}
      </div>
    </div>
  );
}

/** A wide drawing begins in its middle, and stays there while its room changes. */
function centred(scroller: HTMLElement | null): (() => void) | undefined {
  const sheet = scroller?.firstElementChild;
  if (!scroller || !sheet) return undefined;
  let width = 0;
  const watch = new ResizeObserver(() => {
    const middle = width === 0 ? 0.5 : (scroller.scrollLeft + scroller.clientWidth / 2) / width;
    if (width === scroller.scrollWidth && width !== scroller.clientWidth && scroller.scrollLeft > 0) return;
    width = scroller.scrollWidth;
    scroller.scrollLeft = middle * width - scroller.clientWidth / 2;
  });
  watch.observe(scroller);
  watch.observe(sheet);
  return () => watch.disconnect();
}

const FirstGap = ({ add }: { readonly add: () => void }) => (
  <button type="button" class="gap first" tabIndex={-1} aria-label="Begin: add a step at the beginning" onClick={add}>
    <span aria-hidden="true" class="begin">
      Begin
    </span>
    <MarkSign name="plus" />
  </button>
);

const Empty = ({ isEditable, add }: { readonly isEditable: boolean; readonly add: () => void }) => (
  <div class="empty-canvas">
    <p>There is no step yet.</p>
    {isEditable && (
      <button type="button" class="primary" onClick={add}>
        Add the first step
      </button>
    )}
  </div>
);

const elementOf = (tree: HTMLElement | null, key: string): HTMLElement | null =>
  key === '' ? null : (tree?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null);

const itemOf = (element: HTMLElement | null | undefined): HTMLElement | null =>
  element?.querySelector<HTMLElement>(':scope > [role=treeitem]') ?? null;

/** Moves the marks of what is chosen; the element that has the focus keeps it when it was drawn anew. */
function mark(tree: HTMLElement | null, { focus, chosen }: Selection, drawn: Drawn): void {
  if (!tree) return;
  for (const each of drawn.chosen) each.setAttribute('aria-selected', 'false');
  drawn.chosen = chosen.flatMap((key) => itemOf(elementOf(tree, key)) ?? []);
  for (const each of drawn.chosen) each.setAttribute('aria-selected', 'true');
  const next = itemOf(elementOf(tree, focus) ?? (tree.firstElementChild as HTMLElement | null));
  if (drawn.focus !== next) drawn.focus?.setAttribute('tabindex', '-1');
  next?.setAttribute('tabindex', '0');
  const isLost = document.activeElement === document.body || document.activeElement === null;
  if (drawn.hadFocus && isLost && next) next.focus({ preventScroll: drawn.focus === next });
  else if (next && next !== drawn.focus && focus !== '') next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  drawn.focus = next ?? undefined;
}
interface Drawn {
  focus?: HTMLElement | undefined;
  chosen: HTMLElement[];
  hadFocus: boolean;
}

/** From where the choice began to here; it began at the end that is not the focus. */
function spread(items: readonly Item[], { focus, chosen }: Selection, to: string): readonly string[] {
  const from = chosen.length > 1 && chosen.at(-1) === focus ? chosen[0] : chosen.length > 1 ? chosen.at(-1) : focus;
  return between(items, from ?? to, to);
}
const inOrder = (items: readonly Item[], keys: readonly string[]): readonly string[] =>
  items.filter(({ key }) => keys.includes(key)).map(({ key }) => key);

function toggled(known: ReadonlySet<string>, anchors: readonly string[]): ReadonlySet<string> {
  const next = new Set(known);
  for (const anchor of anchors) if (!next.delete(anchor)) next.add(anchor);
  return next;
}
