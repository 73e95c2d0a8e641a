/**
 * A store that ends with the process: for `basalt run`, transcripts and the crash sweep (where engines die and the
 * store lives on). The rules are those of the real one; test/conformance holds both to them.
 */
import { createHash } from 'node:crypto';
import {
  type Conversations,
  ENGINE,
  type Grantings,
  isOurBot,
  isSameVersion,
  NotFound,
  type Packages,
  type PostedMessage,
  type RunRow,
  type Runs,
  type Store,
  sourceOf,
  type Version,
} from '../../spec/index.ts';
import { canonicalJson, decodeValue, encodeValue } from '../../values/index.ts';
import { handlersOf } from '../postgres/topics.ts';
import { createApprovals } from './approvals.ts';
import { createAuditLog } from './audit.ts';
import { createBudgetShares } from './budgets.ts';
import { createEvents } from './events.ts';
import { createFileHistory } from './files.ts';
import { fork } from './forks.ts';
import { cancel, createJournal, holdByOperator } from './journal.ts';
import { createRetention } from './retention.ts';
import { become, type ConversationRecord, emptyTables, type MemoryParts, memoryKey, type RunRecord, type Tables } from './tables.ts';
import { addRun, matchConversation } from './waking.ts';
import { createWorkflows } from './workflows.ts';

export interface MemoryStore extends Store {
  /** For tests: the rows themselves. */
  readonly tables: Tables;
}

export interface MemoryStoreOptions {
  readonly now?: () => number;
  /** Engines whose programs it hands out. */
  readonly engines?: readonly number[];
}

export function createMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  let ids = 0;
  const parts: MemoryParts = {
    tables: emptyTables(),
    engines: options.engines ?? [ENGINE],
    now: options.now ?? Date.now,
    wall: Date.now,
    newId: () => `m${String(++ids).padStart(8, '0')}`,
  };
  const { tables } = parts;
  return {
    tables,
    journal: createJournal(parts),
    packages: createPackages(parts),
    files: createFileHistory(parts),
    conversations: createConversations(parts),
    runs: createRuns(parts),
    events: createEvents(parts),
    approvals: createApprovals(parts),
    audit: createAuditLog(tables),
    grants: createGrants(parts),
    workflows: createWorkflows(tables),
    budgets: createBudgetShares(tables),
    retention: createRetention(parts),
    async memory(scope, owner, key) {
      const payload = tables.memories.get(memoryKey(scope, owner, key));
      return payload ? decodeValue(payload) : null;
    },
    secret: async (handle) => tables.secrets.get(handle),
    nodes: async () =>
      [...tables.nodes]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, { epoch, until }]) => ({
          name,
          epoch,
          state: until === 0 ? 'left' : until <= parts.wall() ? 'lapsed' : 'live',
          runs: [...tables.runs.values()].filter((run) => run.owner?.node === name).length,
        })),
    async sameKeys(fingerprint) {
      tables.settings.keys ??= fingerprint;
      return tables.settings.keys === fingerprint;
    },
    clockSkewMs: async () => 0,
    health: async () => ({ engine: 'memory', durable: 'none' }),
    close: async () => {},
  };
}

function createGrants({ tables: { grants }, now, newId }: MemoryParts): Grantings {
  return {
    list: async () => [...grants.values()],
    async add(given) {
      const grant = { ...given, id: newId(), at: now() };
      grants.set(grant.id, grant);
      return grant;
    },
    async remove(id) {
      if (!grants.delete(id)) throw new NotFound(`there is no grant ${id}`);
    },
  };
}

function createPackages({ tables, now, newId }: MemoryParts): Packages {
  return {
    async publish({ programs, sources, ...rest }) {
      const hashes: Record<string, string> = {};
      for (const [script, program] of Object.entries(programs)) {
        const text = canonicalJson(program);
        const hash = createHash('sha256').update(text).digest('hex');
        // Through text and back: a program is data, whoever made it.
        tables.programs.set(hash, { program: JSON.parse(text), source: sourceOf(sources, script) });
        hashes[script] = hash;
      }
      const version: Version = { ...rest, id: newId(), createdAt: now(), programs: hashes };
      const live = tables.versions.get(tables.bots.get(version.bot)?.version ?? '');
      if (live && isSameVersion(live, version)) {
        tables.bots.set(live.bot, { name: live.bot, version: live.id, state: 'live', config: live.config });
        const { origin: _, ...kept } = live;
        const renewed = { ...kept, ...(version.origin && { origin: version.origin }) };
        tables.versions.set(live.id, renewed);
        return renewed;
      }
      tables.versions.set(version.id, version);
      tables.bots.set(version.bot, { name: version.bot, version: version.id, state: 'live', config: version.config });
      tables.handlers.set(version.bot, handlersOf(version.bot, programs));
      return version;
    },
    async retire(name) {
      const bot = tables.bots.get(name);
      if (!bot) throw new NotFound(`there is no bot ${name}`);
      tables.bots.set(name, { ...bot, state: 'retired' });
    },
    bots: async () => [...tables.bots.values()].filter(({ name }) => !isOurBot(name)).sort((a, b) => (a.name < b.name ? -1 : 1)),
    bot: async (name) => tables.bots.get(name),
    version: async (id) => tables.versions.get(id),
    program: async (hash) => tables.programs.get(hash)?.program,
    source: async (hash) => tables.programs.get(hash)?.source,
  };
}

function createConversations(parts: MemoryParts): Conversations {
  const { tables } = parts;
  return {
    async open(bot, user) {
      const row = tables.bots.get(bot);
      const version = row?.state === 'live' ? tables.versions.get(row.version ?? '') : undefined;
      if (!version) throw new NotFound(`there is no live bot ${bot}`);
      const id = parts.newId();
      tables.conversations.set(id, {
        id,
        bot,
        user,
        createdAt: parts.now(),
        items: [],
        listeners: new Set(),
        clients: new Map(),
        read: 0,
        isClosed: false,
        isStarted: false,
      });
      if (version.programs.start)
        addRun(parts, { bot, version: version.id, script: 'start', inputs: encodeValue(null), conversation: id, user });
      return { id };
    },
    find: async (id) => conversationRow(tables.conversations.get(id)),
    async list({ user, bot, limit }) {
      const found = [...tables.conversations.values()].filter((each) => each.user === user && (bot === undefined || each.bot === bot));
      return found
        .reverse()
        .slice(0, limit)
        .map((each) => conversationRow(each) as NonNullable<ReturnType<typeof conversationRow>>);
    },
    async close(id) {
      const conversation = tables.conversations.get(id);
      if (conversation) conversation.isClosed = true;
    },
    post: async (id, clientId, message) => post(parts, tables.conversations.get(id), clientId, message),
    async since(id, cursor, limit) {
      const items =
        tables.conversations
          .get(id)
          ?.items.filter((item) => item.number > cursor && !item.isPruned)
          .slice(0, limit) ?? [];
      return items.map(({ number, at, item }) => ({ number, at, item }));
    },
  };
}

const conversationRow = (row: ConversationRecord | undefined) =>
  row && { id: row.id, bot: row.bot, user: row.user, last: row.items.length, createdAt: row.createdAt, closed: row.isClosed };

function post(
  parts: MemoryParts,
  conversation: ConversationRecord | undefined,
  clientId: string,
  { value, ...message }: PostedMessage,
): { number: number } | undefined {
  const repeated = conversation?.clients.get(clientId);
  if (repeated !== undefined) return { number: repeated };
  if (!conversation || conversation.isClosed) return undefined;
  const number = conversation.items.length + 1;
  const isHidden = message.secret === true;
  conversation.items.push({
    number,
    at: parts.now(),
    item: { type: 'user', ...message, ...(!isHidden && value !== undefined && { value }) },
    isInbox: true,
    ...(isHidden && value !== undefined && { cleartext: value }),
  });
  conversation.clients.set(clientId, number);
  matchConversation(parts, conversation);
  return { number };
}

function createRuns(parts: MemoryParts): Runs {
  const { tables } = parts;
  return {
    newId: parts.newId,
    async start({ bot, script, inputs, conversation, user }) {
      const row = tables.bots.get(bot);
      const version = row?.state === 'live' ? tables.versions.get(row.version ?? '') : undefined;
      if (!version?.programs[script]) throw new NotFound(`the bot ${bot} is not live or has no script ${script}`);
      const of = user ?? tables.conversations.get(conversation ?? '')?.user;
      return addRun(parts, { bot, version: version.id, script, inputs: encodeValue(inputs), conversation, user: of }).id;
    },
    async list({ bot, state, conversation, before, limit }) {
      const rows = [...tables.runs.values()].map(runRow).sort((a, b) => (a.id < b.id ? 1 : -1));
      const wanted = rows.filter(
        (row) =>
          (bot === undefined || row.bot === bot) &&
          (state === undefined || row.state === state) &&
          (conversation === undefined || row.conversation === conversation) &&
          (before === undefined || row.id < before),
      );
      return wanted.slice(0, limit);
    },
    async find(id) {
      const run = tables.runs.get(id);
      return run && runRow(run);
    },
    entries: async (id, after = 0) => tables.runs.get(id)?.entries.filter(({ seq }) => seq > after) ?? [],
    inputs: async (id) => known(tables, id).inputs,
    fork: async (id, how) => fork(parts, known(tables, id), how),
    upcoming: async (limit) =>
      [...tables.runs.values()]
        .flatMap(({ id, bot, waits }) =>
          [...waits.values()].flatMap(({ wait: { kind }, due, signal }) =>
            due === undefined || signal ? [] : [{ run: id, bot, kind, due }],
          ),
        )
        .sort((a, b) => a.due - b.due || (a.run < b.run ? -1 : 1))
        .slice(0, limit),
    modelCalls: async (id) => tables.modelCalls.filter(({ run }) => run === id),
    waits: async (id) =>
      [...(tables.runs.get(id)?.waits ?? [])].map(([address, { wait, due }]) => ({ address, wait, ...(due !== undefined && { due }) })),
    async command(id, command, actor) {
      const run = tables.runs.get(id);
      if (!run) throw new NotFound(`there is no run ${id}`);
      if (run.endedAt !== undefined) return;
      if (command.kind === 'cancel') cancel(tables, run);
      else if (command.kind === 'hold') holdByOperator(tables, run);
      else if (run.state === 'held') {
        become(tables, run, 'ready');
        const value = command.kind === 'answer' ? { value: encodeValue(command.value) } : {};
        Object.assign(run, {
          claims: 0,
          heldReason: undefined,
          message: undefined,
          operator: { kind: command.kind, actor, ...value },
        });
      }
    },
  };
}

function known({ runs }: Tables, id: string): RunRecord {
  const run = runs.get(id);
  if (!run) throw new NotFound(`there is no run ${id}`);
  return run;
}

const runRow = (run: RunRecord): RunRow => ({
  id: run.id,
  bot: run.bot,
  version: run.version,
  script: run.script,
  state: run.command === 'cancel' && run.endedAt === undefined ? 'cancelling' : run.state,
  heldReason: run.heldReason,
  message: run.message,
  conversation: run.conversation,
  createdAt: run.createdAt,
  endedAt: run.endedAt,
  prunedAt: run.prunedAt,
  ...(run.result && run.result.length > 0 && { result: decodeValue(run.result) }),
  fault: run.fault,
});
