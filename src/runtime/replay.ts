/**
 * Replay: a program and a journal, without a store, a clock or an effect. The program is run from its seed and fed the
 * answers of the journal in their order; every ask must have the address, the name and the arguments that its entries
 * say, and the end must be the one that was stored. It is what the driver does when it takes a run up again, as a
 * function: for proofs, for the lines and arguments that views show, and to try a fork before it is made.
 *
 * It goes in steps, so that a host can do other things between them.
 */
import type { DigestPort, Entry, Fault, RunState } from '../spec/index.ts';
import { type Dict, encodeValue, type Value } from '../values/index.ts';
import { decodeEntry, decodeFork, encodeArguments, nameOf, sameBytes, storable } from './entry.ts';
import type { Advance, Answer, Ask, Linker, Machine, Machines } from './machine.ts';
import { Telling } from './telling.ts';

export interface ReplayParts {
  readonly machines: Machines;
  readonly linker: Linker;
  readonly digest: Pick<DigestPort, 'sha256'>;
  readonly script: string;
  readonly inputs: Dict;
}

/** Where the program does not do what the journal says. */
export interface Difference {
  /** The entry; absent at the end of the run. */
  readonly seq?: number;
  readonly address?: string;
  readonly script?: string;
  readonly line?: number;
  readonly expected: string;
  readonly found: string;
}

/** One ask of the program, and what it went on from. */
export interface Asked {
  readonly ask: Ask;
  /** As the journal names it. */
  readonly name: string;
  /** The last entry the program was fed before. */
  readonly after: number;
  readonly at: number;
}

/** How the run ended, as it was stored. */
export interface StoredEnd {
  readonly state: RunState;
  readonly result?: Value | undefined;
  readonly fault?: Fault | undefined;
}

type End = Exclude<Advance, { kind: 'blocked' | 'fuel' }>;

const FUEL = 100_000;

export class Replay {
  readonly #parts: ReplayParts;
  readonly #queue: Entry[] = [];
  readonly asked = new Map<string, Asked>();
  /** Asks without an answer yet. */
  readonly open = new Map<string, Asked>();
  #next = 0;
  #machine: Machine | undefined;
  /** The last entry that was fed, and whether the program has gone on since. */
  #fed: Entry | undefined;
  #isDue = false;
  readonly #told = new Telling();
  /** Entries that fit. */
  matched = 0;
  difference: Difference | undefined;
  end: End | undefined;

  constructor(parts: ReplayParts) {
    this.#parts = parts;
  }

  add(entries: readonly Entry[]): void {
    this.#queue.push(...entries);
  }

  /** One entry, or some steps of the program. False when there is nothing to do, or no way on. */
  step(): boolean {
    if (this.difference) return false;
    const entry = this.#queue[this.#next];
    if (entry?.kind === 'set' && this.#isDue && entry.address === this.#fed?.address) {
      this.#next++;
      this.#diverge(entry);
    } else if (this.#isDue) this.#advance();
    else if (entry) {
      this.#next++;
      this.#take(entry);
    } else return false;
    return true;
  }

  variables(): ReturnType<Machine['variables']> {
    return this.#machine?.variables() ?? [];
  }

  /** Against what was stored at the end. An end that came from outside is not the program's, and proves nothing. */
  conclude({ state, result, fault }: StoredEnd): void {
    if (this.difference || state === 'cancelled' || (state !== 'done' && state !== 'failed')) return;
    if (fault && isOfTheEngine(fault)) return;
    const expected = state === 'done' ? toldResult(result ?? null) : toldFault(fault);
    const found = !this.end
      ? 'the program waits'
      : this.end.kind === 'done'
        ? toldResult(this.#told.resultOf(this.end.value))
        : toldFault(this.end.fault);
    const isSame =
      this.end?.kind === 'done'
        ? state === 'done' && sameBytes(encodeValue(this.#told.resultOf(this.end.value)), encodeValue(result ?? null))
        : this.end !== undefined && expected === found;
    if (!isSame) this.difference = { expected, found, ...this.#placeOfFault() };
  }

  #placeOfFault() {
    const fault = this.end?.kind === 'failed' ? this.end.fault : undefined;
    return { ...(fault?.script && { script: fault.script }), ...(fault?.line && { line: fault.line }) };
  }

  #take(entry: Entry): void {
    if (entry.kind === 'begin') this.#begin(entry);
    else if (!this.#machine) this.#differ(entry, 'an entry that begins the run', entry.kind);
    else if (entry.kind === 'set') this.#diverge(entry);
    else if (entry.kind === 'cancel') this.#cancel(entry);
    else if (entry.kind !== 'operator') this.#match(entry);
    if (!this.difference) this.matched++;
  }

  #begin(entry: Entry): void {
    const { machines, linker, script, inputs } = this.#parts;
    this.#machine = machines.start(linker, script, inputs, entry.payload);
    this.#fed = entry;
    this.#isDue = true;
  }

  #diverge(entry: Entry): void {
    const { seed, values } = decodeFork(entry);
    (this.#machine as Machine).diverge(entry.address, seed, values);
  }

  #cancel(entry: Entry): void {
    (this.#machine as Machine).cancel();
    this.#fed = entry;
    this.#isDue = true;
  }

  #match(entry: Entry): void {
    const expected = `${entry.name} at ${entry.address}`;
    if (this.end) return this.#differ(entry, expected, 'the program has ended');
    const known = this.asked.get(entry.address);
    if (!known) return this.#differ(entry, expected, this.#waitsFor());
    if (known.name !== entry.name) return this.#differ(entry, expected, `${known.name} at ${entry.address}`, known.ask);
    const hash = this.#parts.digest.sha256(encodeArguments(known.ask)).subarray(0, 16);
    if (!sameBytes(hash, entry.argsHash))
      return this.#differ(entry, `${entry.name} with the arguments of then (${entry.preview})`, 'other arguments', known.ask);
    const { answer } = decodeEntry(entry);
    if (answer) this.#feed(entry, answer);
  }

  /** A branch that lost against another is told nothing any more. */
  #feed(entry: Entry, answer: Answer): void {
    this.open.delete(entry.address);
    const machine = this.#machine as Machine;
    if (!machine.outstanding().some(({ address }) => address === entry.address)) return;
    const known = this.asked.get(entry.address);
    if (known) this.#told.heard(entry.run, known.ask, entry.argsHash, 'value' in answer);
    machine.answer(entry.address, answer);
    this.#fed = entry;
    this.#isDue = true;
  }

  #advance(): void {
    const advance = (this.#machine as Machine).advance(FUEL);
    if (advance.kind === 'fuel') return;
    this.#isDue = false;
    if (advance.kind === 'blocked') for (const ask of advance.asks) this.#register(ask);
    else this.end = advance;
  }

  #register(ask: Ask): void {
    const { seq, at } = this.#fed as Entry;
    const asked = { ask, name: nameOf(ask.keyword, ask.form), after: seq, at };
    this.asked.set(ask.address, asked);
    this.open.set(ask.address, asked);
  }

  #waitsFor(): string {
    const names = [...this.open.values()].map(({ ask, name }) => `${name} at ${ask.address}`);
    return names.length === 0 ? 'the program asks for nothing' : `the program asks for ${names.join(', ')}`;
  }

  #differ(entry: Entry, expected: string, found: string, ask?: Ask): void {
    const place = ask ?? [...this.open.values()][0]?.ask;
    this.difference = {
      seq: entry.seq,
      address: entry.address,
      expected,
      found,
      ...(place && { script: place.script, line: place.line }),
    };
  }
}

/** At once, without pause. */
export function replayRun(parts: ReplayParts, entries: readonly Entry[], end?: StoredEnd): Replay {
  const replay = new Replay(parts);
  replay.add(entries);
  while (replay.step());
  if (end) replay.conclude(end);
  return replay;
}

/** Limits that the engine holds a run to, not its program. */
const isOfTheEngine = ({ code, line }: Fault): boolean => code === 'state-size' || (code === 'entry-size' && line === undefined);

const toldResult = (value: Value): string => `the result ${JSON.stringify(shown(value))}`;
const shown = (value: Value): unknown => (typeof value === 'object' && value !== null ? `${value.constructor.name}` : value);
const toldFault = (fault: Fault | undefined): string =>
  fault
    ? `the fault ${fault.code}${fault.line ? ` in line ${fault.line}` : ''}: ${storable(fault.message)}`
    : 'a fault that nobody wrote down';
