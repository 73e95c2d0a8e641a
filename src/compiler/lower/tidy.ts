/** Blocks as written to blocks as run: empty jumps followed, straight lines joined, dead blocks left out, numbers in reading order. */
import { assert } from '../../base/index.ts';
import type { BasicBlock, BlockId, Step, Terminator } from '../../spec/index.ts';

export interface DraftBlock {
  steps: Step[];
  lines: number[];
  end: Terminator | undefined;
  resume: BlockId | undefined;
  guard: BlockId | undefined;
  cleanup: BlockId | undefined;
  isCleanup: boolean;
}

export function tidy(drafts: readonly DraftBlock[]): readonly BasicBlock[] {
  const followed = drafts.map((draft) => mapDraft(draft, (id) => followJumps(drafts, id)));
  const entry = followJumps(drafts, 0);
  joinLines(followed, entry);
  const order = reachable(followed, entry);
  const numbers = new Map(order.map((id, number) => [id, number]));
  return order.map((id) => finishBlock(mapDraft(followed[id] as DraftBlock, (target) => numbers.get(target) as number)));
}

function followJumps(drafts: readonly DraftBlock[], id: BlockId): BlockId {
  const seen = new Set<BlockId>();
  let at = id;
  for (;;) {
    const { steps, end } = drafts[at] as DraftBlock;
    // A loop of empty jumps (`here: GOTO here`) stays, so that fuel can end it.
    if (steps.length > 0 || end?.op !== 'jump' || seen.has(at)) return at;
    seen.add(at);
    at = end.to;
  }
}

function joinLines(drafts: DraftBlock[], entry: BlockId): void {
  const order = reachable(drafts, entry);
  const entries = countEntries(drafts, entry, order);
  for (const id of order) {
    const draft = drafts[id] as DraftBlock;
    for (;;) {
      if (draft.end?.op !== 'jump') break;
      const next = drafts[draft.end.to] as DraftBlock;
      if (next === draft || entries.get(draft.end.to) !== 1 || next.resume !== draft.resume) break;
      if (next.guard !== draft.guard || next.cleanup !== draft.cleanup || next.isCleanup !== draft.isCleanup) break;
      draft.lines = [...draft.lines.slice(0, draft.steps.length), ...next.lines];
      draft.steps = [...draft.steps, ...next.steps];
      draft.end = next.end;
    }
  }
}

function countEntries(drafts: readonly DraftBlock[], entry: BlockId, order: readonly BlockId[]): ReadonlyMap<BlockId, number> {
  const entries = new Map<BlockId, number>([[entry, 1]]);
  for (const id of order) for (const target of successors(drafts[id] as DraftBlock)) entries.set(target, (entries.get(target) ?? 0) + 1);
  return entries;
}

/** From the entry on, in reverse postorder: a block stands after all that lead to it, except on the way back of a loop. */
function reachable(drafts: readonly DraftBlock[], entry: BlockId): readonly BlockId[] {
  const order: BlockId[] = [];
  const seen = new Set([entry]);
  const open = [{ id: entry, next: successors(drafts[entry] as DraftBlock) }];
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const id = top.next.pop();
    if (id === undefined) order.push(open.pop()?.id as BlockId);
    else if (!seen.has(id)) {
      seen.add(id);
      open.push({ id, next: successors(drafts[id] as DraftBlock) });
    }
  }
  return order.reverse();
}

function successors(draft: DraftBlock): BlockId[] {
  const found: BlockId[] = [];
  mapDraft(draft, (id) => {
    found.push(id);
    return id;
  });
  return found;
}

function mapDraft(draft: DraftBlock, map: (id: BlockId) => BlockId): DraftBlock {
  return {
    lines: draft.lines,
    end: draft.end && mapTargets(draft.end, map),
    steps: draft.steps.map((step) => (step.op === 'onError' && step.block !== undefined ? { ...step, block: map(step.block) } : step)),
    resume: draft.resume === undefined ? undefined : map(draft.resume),
    guard: draft.guard === undefined ? undefined : map(draft.guard),
    cleanup: draft.cleanup === undefined ? undefined : map(draft.cleanup),
    isCleanup: draft.isCleanup,
  };
}

function mapTargets(end: Terminator, map: (id: BlockId) => BlockId): Terminator {
  switch (end.op) {
    case 'jump':
      return { ...end, to: map(end.to) };
    case 'branch':
    case 'compare':
      return { ...end, then: map(end.then), otherwise: map(end.otherwise) };
    case 'forStart':
    case 'forNext':
    case 'next':
      return { ...end, body: map(end.body), done: map(end.done) };
    case 'call':
    case 'callScript':
    case 'ask':
    case 'parallel':
      return { ...end, next: map(end.next) };
    case 'return':
    case 'end':
    case 'throw':
    case 'rethrow':
      return end;
  }
}

function finishBlock({ steps, lines, end, resume, guard, cleanup, isCleanup }: DraftBlock): BasicBlock {
  assert(end, 'every reachable block has an end');
  return {
    steps,
    end,
    lines,
    ...(resume !== undefined && { resume }),
    ...(guard !== undefined && { guard }),
    ...(cleanup !== undefined && { cleanup }),
    ...(isCleanup && { isCleanup }),
  };
}
