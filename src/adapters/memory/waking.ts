/** Who wakes whom: messages, ended children and due times meet the waits that want them. */
import { Dict, decodeValue, encodeValue } from '../../values/index.ts';
import {
  become,
  type ConversationRecord,
  type ItemRecord,
  type MemoryParts,
  type RunRecord,
  type Tables,
  type WaitRecord,
} from './tables.ts';

/** Sets the signal of a wait that has none; a parked run becomes ready. True if it did. */
export function wakeWait(tables: Tables, run: RunRecord, wait: WaitRecord, signal: NonNullable<WaitRecord['signal']>): boolean {
  if (wait.signal) return false;
  wait.signal = signal;
  if (run.state === 'waiting') become(tables, run, 'ready');
  return true;
}

/** Matches the inbox of a conversation: its listener, else its next run. Answers how many runs became ready. */
export function matchConversation(parts: MemoryParts, conversation: ConversationRecord): number {
  promoteListener(conversation);
  return deliver(parts, conversation) + startNext(parts, conversation);
}

function promoteListener(conversation: ConversationRecord): void {
  if (conversation.foreground !== undefined) return;
  for (const run of conversation.listeners) {
    if (run.endedAt !== undefined) conversation.listeners.delete(run);
    if (run.endedAt !== undefined || openReplies(run, conversation.id).length === 0) continue;
    conversation.foreground = run.id;
    conversation.isStarted = true;
    return;
  }
}

const openReplies = (run: RunRecord, conversation: string): WaitRecord[] =>
  [...run.waits.values()].filter(({ wait, signal }) => wait.kind === 'reply' && wait.conversation === conversation && !signal);

function deliver({ tables }: MemoryParts, conversation: ConversationRecord): number {
  const run = tables.runs.get(conversation.foreground ?? '');
  if (!run) return 0;
  let woken = 0;
  for (const wait of openReplies(run, conversation.id)) {
    const next = conversation.items.find((item) => item.isInbox && item.number > Math.max(conversation.read, run.began));
    if (!next) break;
    conversation.read = next.number;
    if (run.state === 'waiting') woken++;
    wakeWait(tables, run, wait, { kind: 'reply', ...messageOf(next), number: next.number });
  }
  return woken;
}

export function messageOf({ item, cleartext }: ItemRecord): { text: string; value?: string } {
  if (item.type !== 'user') throw new Error('an inbox holds messages of the user only');
  const value = cleartext ?? item.value;
  return value === undefined ? { text: item.text } : { text: item.text, value };
}

function startNext(parts: MemoryParts, conversation: ConversationRecord): number {
  const { tables } = parts;
  if (conversation.foreground !== undefined || conversation.isClosed) return 0;
  const next = conversation.items.find((item) => item.isInbox && item.number > conversation.read);
  const bot = tables.bots.get(conversation.bot);
  const version = bot?.state === 'live' ? tables.versions.get(bot.version ?? '') : undefined;
  if (!next || !version) return 0;
  const script = !conversation.isStarted && version.programs.start ? 'start' : version.answers;
  if (script === undefined || !version.programs[script]) return 0;
  const { text, value } = messageOf(next);
  const inputs = Dict.from(
    value === undefined
      ? [['message', text]]
      : [
          ['message', text],
          ['value', value],
        ],
  );
  const run = addRun(parts, {
    bot: bot?.name as string,
    version: version.id,
    script,
    inputs: encodeValue(inputs),
    conversation: conversation.id,
    user: conversation.user,
    began: next.number,
  });
  conversation.read = next.number;
  conversation.foreground = run.id;
  conversation.isStarted = true;
  return 1;
}

export function addRun(
  parts: MemoryParts,
  given: Pick<RunRecord, 'bot' | 'version' | 'script' | 'inputs' | 'conversation' | 'user' | 'parent'> & {
    readonly began?: number;
    readonly id?: string;
    readonly event?: RunRecord['event'];
    readonly hops?: number;
  },
): RunRecord {
  const { tables } = parts;
  const conversation = tables.conversations.get(given.conversation ?? '');
  const program = tables.programs.get(tables.versions.get(given.version)?.programs[given.script] ?? '');
  const run: RunRecord = {
    ...given,
    id: given.id ?? parts.newId(),
    engine: program?.program.engine ?? 0,
    began: given.began ?? conversation?.items.length ?? 0,
    hops: given.hops ?? 0,
    moment: tables.moments.last,
    cursors: new Map(),
    createdAt: parts.now(),
    state: 'ready',
    claims: 0,
    claimedSeq: 0,
    entries: [],
    waits: new Map(),
  };
  if (!program) {
    run.state = 'failed';
    run.endedAt = parts.now();
    run.fault = { code: 'no-such-routine', message: `the bot ${given.bot} has no script ${given.script}` };
  }
  tables.runs.set(run.id, run);
  if (program) tables.ready.add(run);
  if (program && conversation && conversation.foreground === undefined) {
    conversation.foreground = run.id;
    conversation.isStarted = true;
  }
  return run;
}

/** Tells the waits for a child that has ended. */
export function deliverEnd({ tables }: MemoryParts, child: RunRecord): number {
  if (child.endedAt === undefined) return 0;
  let woken = 0;
  for (const run of tables.awaiting.get(child.id) ?? [])
    for (const wait of run.waits.values()) {
      if (wait.wait.kind !== 'child' || wait.wait.run !== child.id) continue;
      const wasWaiting = run.state === 'waiting';
      const value = child.result && child.result.length > 0 ? decodeValue(child.result) : null;
      const message = child.fault ? { message: child.fault.message } : {};
      if (wakeWait(tables, run, wait, { kind: 'child', state: child.state as 'done', value, ...message }) && wasWaiting) woken++;
    }
  return woken;
}
