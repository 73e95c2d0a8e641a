/**
 * What operators granted, kept in memory: a bot's list is the same array until something changes, so that an act costs
 * a look at the clock and no query. Rows are read again at a hint and, because hints may be lost and other nodes have
 * none, every half minute.
 */
import { type Bus, type ClockPort, type GrantRow, type LogPort, type Store, TOPIC } from '../spec/index.ts';

const AGAIN_MS = 30_000;

export interface GrantBookParts {
  readonly store: Pick<Store, 'grants'>;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly bus: Bus;
}

export class GrantBook {
  readonly #parts: GrantBookParts;
  /** Given at the start of the process, to every bot. */
  readonly #always: readonly string[];
  #rows: readonly GrantRow[] = [];
  #lists = new Map<string, readonly string[]>();
  /** When the first of them runs out. */
  #nextEnd = Number.POSITIVE_INFINITY;
  #forget = () => {};
  #unsubscribe = () => {};

  constructor(parts: GrantBookParts, always: readonly string[]) {
    this.#parts = parts;
    this.#always = always;
  }

  /** Read once before anything runs; from then on by itself. */
  async open(): Promise<void> {
    await this.#read();
    this.#unsubscribe = this.#parts.bus.subscribe(TOPIC.grants, () => void this.#readSafely());
    this.#later();
  }

  close(): void {
    this.#forget();
    this.#unsubscribe();
  }

  of(bot: string): readonly string[] {
    const now = this.#parts.clock.now();
    if (now >= this.#nextEnd) this.#arrange(now);
    let list = this.#lists.get(bot);
    if (!list) {
      const theirs = this.#rows.filter((row) => (row.bot === bot || row.bot === '*') && isValid(row, now));
      list = [...this.#always, ...theirs.map(({ what }) => what)];
      this.#lists.set(bot, list);
    }
    return list;
  }

  async #read(): Promise<void> {
    const rows = await this.#parts.store.grants.list();
    if (JSON.stringify(rows) === JSON.stringify(this.#rows)) return;
    this.#rows = rows;
    this.#arrange(this.#parts.clock.now());
  }

  #arrange(now: number): void {
    this.#lists = new Map();
    this.#nextEnd = Math.min(
      ...this.#rows.flatMap(({ until }) => (until !== undefined && until > now ? [until] : [])),
      Number.POSITIVE_INFINITY,
    );
  }

  async #readSafely(): Promise<void> {
    await this.#read().catch((error: unknown) =>
      this.#parts.log.log('warn', 'grants could not be read again; those known go on', { reason: String(error) }),
    );
  }

  #later(): void {
    this.#forget = this.#parts.clock.after(AGAIN_MS, () => void this.#readSafely().then(() => this.#later()));
  }
}

const isValid = ({ until }: GrantRow, now: number) => until === undefined || until > now;
