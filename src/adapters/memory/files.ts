/** The history of packages' files in memory, by the rules of the real store. */
import type { FileChange, FileHistory, FileVersion } from '../../spec/index.ts';
import { joined } from '../postgres/files.ts';
import type { FileRecord, MemoryParts } from './tables.ts';

export function createFileHistory({ tables: { fileVersions, heldEdits }, now }: MemoryParts): FileHistory {
  const rows = (bot: string) => fileVersions.get(bot) ?? [];
  const newest = (bot: string) => [...new Map(rows(bot).map((row) => [row.path, row])).values()];
  const replace = (bot: string, changed: FileRecord) =>
    void fileVersions.set(
      bot,
      rows(bot).map((row) => (row.number === changed.number ? changed : row)),
    );
  const old = (before: number) =>
    [...fileVersions.keys()].sort().flatMap((bot) => {
      const kept = new Set(newest(bot));
      return rows(bot).filter((row) => row.at < before && row.version === undefined && !kept.has(row));
    });
  return {
    async record(change, foldMs) {
      const { bot, path, sentence, content } = change;
      const last = rows(bot).findLast((row) => row.path === path);
      if (last && content && isOpen(last, change, now() - foldMs)) {
        replace(bot, { ...last, ...content, sentence: joined(last.sentence, sentence) });
        return last.number;
      }
      const { content: _, ...told } = change;
      const number = (rows(bot).at(-1)?.number ?? 0) + 1;
      fileVersions.set(bot, [...rows(bot), { ...told, ...content, number, at: now() }]);
      return number;
    },
    list: async ({ bot, path, before, limit }) =>
      rows(bot)
        .filter((row) => (path === undefined || row.path === path) && (before === undefined || row.number < before))
        .reverse()
        .slice(0, limit)
        .map(told),
    find: async (bot, number) => rows(bot).find((row) => row.number === number),
    text: async (bot, path, hash) => rows(bot).findLast((row) => row.path === path && row.hash === hash)?.text,
    newest: async (bot) =>
      newest(bot)
        .sort((a, b) => (a.path < b.path ? -1 : 1))
        .map(told),
    async published(bot, version) {
      for (const row of newest(bot)) if (row.version === undefined) replace(bot, { ...row, version });
    },
    async hold(bot, content) {
      heldEdits.set(bot, (heldEdits.get(bot) ?? new Set()).add(content));
    },
    async release(bot, except) {
      const isHeld = except !== undefined && heldEdits.get(bot)?.has(except);
      if (isHeld) heldEdits.set(bot, new Set([except]));
      else heldEdits.delete(bot);
    },
    held: async () =>
      [...heldEdits]
        .flatMap(([bot, contents]) => [...contents].map((content) => ({ bot, content })))
        .sort((a, b) => (`${a.bot}\0${a.content}` < `${b.bot}\0${b.content}` ? -1 : 1)),
    count: async (before) => old(before).length,
    async prune({ before, limit }) {
      const gone = new Set(old(before).slice(0, limit));
      for (const bot of fileVersions.keys())
        fileVersions.set(
          bot,
          rows(bot).filter((row) => !gone.has(row)),
        );
      return gone.size;
    },
  };
}

const isOpen = (last: FileVersion, { author }: FileChange, since: number) =>
  last.hash !== undefined && last.version === undefined && last.author === author && last.at > since;

const told = ({ text: _, ...row }: FileRecord): FileVersion => row;
