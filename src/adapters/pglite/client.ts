/**
 * The Sql port over PGlite in its thread. There is one connection: a transaction holds it alone, and whoever asks for
 * a second one while inside would wait for ever, so that is a bug said at once.
 *
 * PGlite heeds no statement_timeout. A watchdog ends the thread after the limit and opens the folder again; what was
 * under way is StoreUnavailable, and the number of a flush tells whether it was committed.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Worker } from 'node:worker_threads';
import { assert } from '../../base/index.ts';
import { StoreUnavailable } from '../../spec/index.ts';
import { translated } from '../postgres/errors.ts';
import type { Param, Row, Session, Sql, Statement } from '../postgres/sql.ts';
import { threadFile } from '../thread-file.ts';
import type { Ask, Reply } from './worker.ts';

export interface ThreadOptions {
  /** A list of statements that takes longer is ended with its thread. */
  readonly statementMs: number;
}

const BEGIN: Statement = { text: 'begin', params: [] };
const COMMIT: Statement = { text: 'commit', params: [] };
const ROLLBACK: Statement = { text: 'rollback', params: [] };

export async function connect(folder: string, options: ThreadOptions): Promise<Sql> {
  let thread = await openThread(folder);
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  const inside = new AsyncLocalStorage<true>();

  /** Alone on the connection, in the order asked. */
  function alone<T>(act: () => Promise<T>): Promise<T> {
    assert(!inside.getStore(), 'a transaction asks for a second connection while it holds the only one');
    const next = last.then(act);
    last = next.catch(() => undefined);
    return next;
  }

  async function exchange(statements: readonly Statement[], on: Thread = thread): Promise<readonly (readonly Row[])[]> {
    if (on !== thread || closed) throw new StoreUnavailable('the database was closed meanwhile');
    try {
      return rowsOf(await on.ask(statements, options.statementMs));
    } catch (error) {
      if (error instanceof ThreadGone && on === thread && !closed) {
        await on.end();
        thread = await openThread(folder);
      }
      throw translatedHere(error);
    }
  }

  async function inTransaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const on = thread;
    await exchange([BEGIN], on);
    try {
      const session: Session = { query: async (text, params) => (await exchange([{ text, params: params ?? [] }], on))[0]! };
      const result = await inside.run(true, () => work(session));
      await exchange([COMMIT], on);
      return result;
    } catch (error) {
      if (on === thread) await exchange([ROLLBACK], on);
      throw error;
    }
  }

  const query = async (text: string, params: readonly Param[] = []) => (await alone(() => exchange([{ text, params }])))[0]!;
  let cursors = 0;

  /** The whole answer is put aside first: a cursor inside a transaction would keep everybody else waiting. */
  async function* inPages(text: string, rows: number): AsyncGenerator<readonly Row[]> {
    const cursor = `pages_${++cursors}`;
    await query(`declare ${cursor} cursor with hold for ${text}`);
    try {
      for (let page = await query(`fetch ${rows} from ${cursor}`); page.length > 0; page = await query(`fetch ${rows} from ${cursor}`))
        yield page;
    } finally {
      await query(`close ${cursor}`);
    }
  }

  return {
    query,
    pages: inPages,
    batch: (statements) =>
      alone(async () => (statements.length === 1 ? exchange(statements) : (await exchange([BEGIN, ...statements, COMMIT])).slice(1, -1))),
    transaction: (work) => alone(() => inTransaction(work)),
    // The lock file of the folder has proved it.
    hold: async () => true,
    letGo: async () => undefined,
    async close() {
      await last;
      closed = true;
      await thread.close();
    },
  };
}

class ThreadGone extends Error {
  override readonly name = 'ThreadGone';
}

const translatedHere = (error: unknown) =>
  error instanceof ThreadGone ? new StoreUnavailable(error.message, { cause: error }) : translated(error);

function rowsOf(answers: Reply['answers']): readonly (readonly Row[])[] {
  return answers.map((answer) => {
    if ('error' in answer) throw Object.assign(new Error(answer.error.message), { code: answer.error.code });
    return answer.rows;
  });
}

interface Thread {
  ask(statements: readonly Statement[], limitMs: number): Promise<Reply['answers']>;
  /** Kills it in the middle of whatever it does. */
  end(): Promise<void>;
  close(): Promise<void>;
}

async function openThread(folder: string): Promise<Thread> {
  const worker = new Worker(...threadFile('pglite-worker.js', new URL('./worker.ts', import.meta.url), { workerData: { folder } }));
  let count = 0;
  let waiting: { readonly id: number; done(answers: Reply['answers']): void; failed(error: Error): void } | undefined;
  const died = (error: Error) => waiting?.failed(new ThreadGone(`the database thread ended: ${error.message}`, { cause: error }));
  worker.on('message', (reply: Reply | 'open' | 'closed') => {
    if (typeof reply === 'object' && waiting?.id === reply.id) waiting.done(reply.answers);
  });
  await said(worker, 'open');
  worker.on('error', died);
  worker.on('exit', (code) => died(new Error(`exit ${code}`)));
  return {
    ask(statements, limitMs) {
      const id = ++count;
      return new Promise<Reply['answers']>((done, failed) => {
        const late = setTimeout(() => failed(new ThreadGone(`a statement took longer than ${limitMs} ms`)), limitMs);
        waiting = {
          id,
          done: (answers) => {
            clearTimeout(late);
            done(answers);
          },
          failed: (error) => {
            clearTimeout(late);
            failed(error);
          },
        };
        worker.postMessage({ id, statements } satisfies Ask);
      });
    },
    async end() {
      await worker.terminate();
    },
    async close() {
      const closed = said(worker, 'closed');
      worker.postMessage('close');
      await closed;
      await worker.terminate();
    },
  };
}

const said = (worker: Worker, word: string) =>
  new Promise<void>((done, failed) => {
    worker.on('message', (message) => message === word && done());
    worker.once('error', failed);
    worker.once('exit', (code) => failed(new Error(`the database thread ended with ${code}`)));
  });
