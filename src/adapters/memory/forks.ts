/** Forks in memory: a new run with entries of another, in a conversation of its own. */
import type { RunFork } from '../../spec/index.ts';
import type { ConversationRecord, MemoryParts, RunRecord } from './tables.ts';
import { addRun } from './waking.ts';

export function fork(parts: MemoryParts, of: RunRecord, { seqs, set, until }: RunFork): string {
  const { tables } = parts;
  const id = parts.newId();
  const original = tables.conversations.get(of.conversation ?? '');
  const conversation = original && copyConversation(parts, original, until);
  const { bot, version, script, inputs, user, hops } = of;
  const run = addRun(parts, { id, bot, version, script, inputs, user, hops, ...(conversation && { conversation: conversation.id }) });
  if (conversation) conversation.foreground = id;
  for (const entry of of.entries) if (seqs.includes(entry.seq)) run.entries.push({ ...entry, run: id });
  run.entries.push({ ...set, run: id });
  for (const row of [...tables.workflows.values()]) {
    if (row.run !== of.id || row.startedAt > until) continue;
    const { endedAt, result, ...begun } = row;
    const name = `${id}${row.id.slice(of.id.length)}`;
    const isOver = endedAt !== undefined && endedAt <= until;
    const end = isOver ? { endedAt, ...(result && { result }) } : { state: 'running' as const };
    tables.workflows.set(name, { ...begun, id: name, run: id, ...end });
  }
  return id;
}

function copyConversation(parts: MemoryParts, of: ConversationRecord, until: number): ConversationRecord {
  const items = of.items.filter(({ at }) => at <= until).map(({ cleartext: _, ...item }) => item);
  const copy: ConversationRecord = {
    id: parts.newId(),
    bot: of.bot,
    user: of.user,
    createdAt: parts.now(),
    items,
    listeners: new Set(),
    clients: new Map(),
    read: items.length,
    isClosed: false,
    isStarted: true,
  };
  parts.tables.conversations.set(copy.id, copy);
  return copy;
}
