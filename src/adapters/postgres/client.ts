/**
 * The Sql port over postgres.js: a pool for hosts, and one connection of its own for the flush.
 *
 * The flush is sent whole (begin … commit) before the first answer is read. The driver would put what it has not
 * yet sent of a broken connection on the next one, where it would run outside its transaction: `onclose` takes
 * those queries back first. What a broken connection leaves unknown, the number of the flush tells.
 */
import { createHash } from 'node:crypto';
import { createConnection, type Socket } from 'node:net';
import postgres from 'postgres';
import { StoreUnavailable } from '../../spec/index.ts';
import { translated } from './errors.ts';
import type { Param, Row, Session, Sql, Statement } from './sql.ts';

export interface ClientOptions {
  readonly pool?: number;
}

/** For what is still under way when a host closes. The driver waits all of it where the server is gone. */
const CLOSING_S = 1;

type Client = ReturnType<typeof postgres>;
type Pending = { cancel(): void; readonly state: unknown } & Promise<readonly Row[]>;

export function connect(url: string, options: ClientOptions = {}): Sql {
  const pool = open(url, options.pool ?? 8);
  const lane = createLane(url);
  const holder = createHolder(url);
  return {
    query: (text, params) => run(pool, text, params),
    batch: lane.batch,
    transaction: (work) => inTransaction(pool, work),
    pages: (text, rows) => inPages(pool, text, rows),
    hold: holder.hold,
    letGo: holder.letGo,
    close: async () => {
      await Promise.all([pool.end({ timeout: CLOSING_S }), lane.close(), holder.close()]);
    },
  };
}

/**
 * Plans are kept. One that was made while a table was small, and reads it whole, would do so when it holds a million
 * rows: all that the store asks is found by an index. A plan that cannot do without a whole table is priced so high by
 * this that the server would compile it first: that took 1.6 s of a statement that takes 20 ms.
 */
const PLANS = { enable_seqscan: 'off', jit: 'off' } as const;

/** What a flush sends names its rows by arrays: the plan of one suits all, and making one costs more than most of them take. */
const ONE_PLAN = { plan_cache_mode: 'force_generic_plan' } as const;

interface Hooks {
  readonly connection?: Readonly<Record<string, string>>;
  readonly onclose?: () => void;
  readonly socket?: (options: Target) => Socket;
}

const open = (url: string, max: number, { connection, ...hooks }: Hooks = {}): Client =>
  postgres(url, {
    max,
    max_lifetime: null,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: 'basalt', synchronous_commit: 'on', timezone: 'UTC', ...PLANS, ...connection },
    ...(hooks as object),
  });

interface Target {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | false;
}

/**
 * The driver writes each statement by itself; a system call costs as much as several statements. What one turn of the
 * loop writes goes at once. It is handed over before it is connected, so that the driver hears of every failure.
 */
function gatheringSocket({ host, port, path }: Target): Socket {
  const socket = path ? createConnection(path) : createConnection(port[0]!, host[0]!);
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  socket.write = ((...args: unknown[]) => {
    if (socket.writableCorked === 0) {
      socket.cork();
      setImmediate(() => socket.uncork());
    }
    return write(...args);
  }) as typeof socket.write;
  // What the driver takes for the name on the server's certificate.
  return Object.assign(socket, { host: host[0] });
}

const send = (client: Pick<Client, 'unsafe'>, text: string, params: readonly Param[] = []) =>
  params.length === 0 ? client.unsafe(text) : client.unsafe(text, params as (string | number)[], { prepare: true });

async function run(client: Pick<Client, 'unsafe'>, text: string, params?: readonly Param[]): Promise<readonly Row[]> {
  try {
    return await send(client, text, params);
  } catch (error) {
    throw translated(error);
  }
}

async function inTransaction<T>(client: Client, work: (session: Session) => Promise<T>): Promise<T> {
  try {
    return (await client.begin((session) => work({ query: (text, params) => run(session, text, params) }))) as T;
  } catch (error) {
    throw translated(error);
  }
}

async function* inPages(client: Client, text: string, rows: number): AsyncGenerator<readonly Row[]> {
  try {
    yield* client.unsafe(text).cursor(rows);
  } catch (error) {
    throw translated(error);
  }
}

function createLane(url: string) {
  let pending: readonly Pending[] = [];
  let isProven = false;
  const takeBack = () => {
    isProven = false;
    for (const query of pending) if (!query.state) query.cancel();
  };
  const client = open(url, 1, { onclose: takeBack, socket: gatheringSocket, connection: ONE_PLAN });
  let last: Promise<unknown> = Promise.resolve();

  async function exchange(statements: readonly Statement[]) {
    if (!isProven) await prove();
    const all = statements.length === 1 ? statements : [BEGIN, ...statements, COMMIT];
    pending = all.map(({ text, params }) => send(client, text, params).execute() as unknown as Pending);
    const answers = await Promise.allSettled(pending);
    pending = [];
    const failed = answers.find((answer) => answer.status === 'rejected');
    if (failed)
      throw takenBack(failed.reason) ? new StoreUnavailable('the connection broke', { cause: failed.reason }) : translated(failed.reason);
    const rows = answers.map((answer) => (answer as PromiseFulfilledResult<readonly Row[]>).value);
    return statements.length === 1 ? rows : rows.slice(1, -1);
  }

  /**
   * A new connection first shows that it answers, with nothing behind it: the driver may reject the first query of one
   * with what ended the last, and were that our `begin`, the rest would run without it.
   */
  async function prove() {
    await run(client, 'select 1').catch(() => run(client, 'select 1'));
    isProven = true;
  }

  return {
    batch(statements: readonly Statement[]) {
      const next = last.then(() => exchange(statements));
      last = next.catch(() => undefined);
      return next;
    },
    close: () => client.end({ timeout: CLOSING_S }),
  };
}

const BEGIN: Statement = { text: 'begin', params: [] };
const COMMIT: Statement = { text: 'commit', params: [] };
const takenBack = (error: unknown) => (error as { code?: string }).code === '57014';

/** Names held by the session of one connection: they are free the moment this process is gone. */
function createHolder(url: string) {
  let client: Client | undefined;
  return {
    async hold(name: string) {
      client ??= open(url, 1);
      const [row] = await run(client, 'select pg_try_advisory_lock($1::bigint) as held', [lockKey(name)]);
      return row!.held === true;
    },
    async letGo(name: string) {
      if (client) await run(client, 'select pg_advisory_unlock($1::bigint)', [lockKey(name)]);
    },
    close: async () => client?.end({ timeout: CLOSING_S }),
  };
}

const lockKey = (name: string) => createHash('sha256').update(name).digest().readBigInt64BE().toString();
