/** Retention in memory, by the rules of the real store. */
import type { Retention } from '../../spec/index.ts';
import type { MemoryParts, RunRecord, Tables } from './tables.ts';

export function createRetention({ tables, now }: MemoryParts): Retention {
  const old = (before: number) =>
    [...tables.runs.values()].filter((run) => run.endedAt !== undefined && run.endedAt < before && run.prunedAt === undefined);
  return {
    count: async (before) => old(before).length,
    async prune({ before, after, limit }) {
      const runs = old(before)
        .filter(({ id }) => id > (after ?? ''))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit);
      for (const run of runs) {
        run.prunedAt = now();
        run.entries.length = 0;
        run.checkpoint = undefined;
        for (const [id, approval] of tables.approvals) if (approval.run === run.id) tables.approvals.delete(id);
      }
      for (const run of runs) forgetMessages(tables, run, before);
      return { pruned: runs.length, ...(runs.length > 0 && { last: runs.at(-1)!.id }) };
    },
  };
}

/** Items keep their places: a cursor of before stays what it was. */
function forgetMessages(tables: Tables, { conversation: id }: RunRecord, before: number): void {
  const conversation = tables.conversations.get(id ?? '');
  const isBusy = [...tables.runs.values()].some((run) => run.conversation === id && run.endedAt === undefined);
  if (!conversation || isBusy || conversation.items.some((item) => item.isInbox && item.number > conversation.read)) return;
  for (const item of conversation.items) if (item.at < before) item.isPruned = true;
}
