/** What the store's tests build on: gates that stop a store at a named point, rows, and a bot to run. */
import type { Entry, FlushBatch, FlushReceipt, FlushWrite, Lease, Program, Store } from '../../src/spec/index.ts';
import { encodeValue } from '../../src/values/index.ts';

/** A database, or what stands for one. */
export interface StoreSubject {
  /** One more process on the same data; the same store again where only one process may open it. */
  open(options: { readonly now: () => number; readonly pause: (point: string) => Promise<void> }): Promise<Store>;
  /** True when some session waits for a lock another holds; true at once where all wait in one queue. */
  someoneWaits(): Promise<boolean>;
  /** What somebody does to the audit log who can write to the database. */
  tamper(what: Tampering): Promise<void>;
  /** As new. */
  reset(): Promise<void>;
  end(): Promise<void>;
}

export interface Tampering {
  readonly act: 'alter' | 'delete';
  readonly epoch: number;
  readonly flush: number;
  readonly subject: string;
}

export const tamperingSql = ({ act, epoch, flush, subject }: Tampering): string =>
  `${act === 'alter' ? "update audit set actor = 'nobody'" : 'delete from audit'}
   where epoch = ${epoch} and flush = ${flush} and subject = '${subject}'`;

export interface Gate {
  readonly reached: Promise<void>;
  open(): void;
}

/** Pause points: inert until a test closes a gate; the first to come to it waits there. */
export function createGates() {
  const closed = new Map<string, { reach(): void; readonly opened: Promise<void> }>();
  return {
    async pause(point: string) {
      const gate = closed.get(point);
      closed.delete(point);
      gate?.reach();
      await gate?.opened;
    },
    closeAt(point: string): Gate {
      let reach = () => {};
      let open = () => {};
      const reached = new Promise<void>((done) => (reach = done));
      const opened = new Promise<void>((done) => (open = done));
      closed.set(point, { reach, opened });
      return {
        reached,
        open: () => {
          closed.delete(point);
          open();
        },
      };
    },
  };
}

/** Until the act is over or some session waits for a lock. */
export async function blockedOrDone(subject: StoreSubject, act: Promise<unknown>): Promise<void> {
  let over = false;
  const note = () => {
    over = true;
  };
  act.then(note, note);
  while (!over && !(await subject.someoneWaits())) await new Promise((done) => setImmediate(done));
}

export async function until<T>(ask: () => Promise<T | undefined | false>, what: string): Promise<T> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((done) => setImmediate(done));
  }
  throw new Error(`${what} did not happen within 10 s`);
}

// ── rows ──

export const NOTHING = encodeValue(null);

export const entry = (run: string, seq: number, more: Partial<Entry> = {}): Entry => ({
  run,
  seq,
  address: `0.${seq}`,
  kind: 'answer',
  name: 'TALK',
  argsHash: new Uint8Array(16).fill(seq),
  payload: encodeValue(`answer ${seq}`),
  preview: '',
  at: 1_000 + seq,
  ...more,
});

export const talk = (run: string, conversation: string, text: string): FlushWrite => ({
  kind: 'message',
  run,
  conversation,
  item: { type: 'bot', text },
  at: 2_000,
});
export const hear = (run: string, address: string, conversation: string, due?: number): FlushWrite => ({
  kind: 'wait',
  run,
  address,
  wait: { kind: 'reply', conversation },
  due,
});
export const sleep = (run: string, address: string, due: number): FlushWrite => ({
  kind: 'wait',
  run,
  address,
  wait: { kind: 'timer', ms: 1 },
  due,
});
export const park = (run: string): FlushWrite => ({ kind: 'park', run });
export const woken = (run: string, address: string): FlushWrite => ({ kind: 'woken', run, address });
export const end = (run: string): FlushWrite => ({ kind: 'end', run, state: 'done', result: encodeValue('over') });

/** Flushes with the next number of the lease. */
export const flushNext = (store: Store, lease: Lease, batch: Partial<FlushBatch>): Promise<FlushReceipt> =>
  store.journal.flush(lease, lease.flush + 1, { entries: [], writes: [], ...batch });

// ── a bot ──

export const program = (script: string, engine = 1): Program => ({
  engine,
  script: `${script}.bas`,
  constants: [null, 'a\0\ud800', 1.5],
  functions: [],
  builtins: [],
  keywords: [],
  inputs: [],
  declarations: { params: [] },
});

export async function publish(store: Store, scripts: Readonly<Record<string, Program>>, answers?: string, bot = 'shop') {
  const sources = Object.fromEntries(Object.keys(scripts).map((script) => [script, `TALK "${script}"\0`]));
  return store.packages.publish({
    bot,
    programs: scripts,
    sources,
    config: { tone: 'kind\0' },
    variables: { tries: 3 },
    policy: 'workshop',
    answers,
  });
}
