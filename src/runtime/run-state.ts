/**
 * What a checkpoint holds: the machine's state and, before it, what the engine knows of the run at
 * that entry: open waits with their tries, open intents with their attempts, budgets used.
 */
import { CodecError, marksOf, toText, ValueDecoder, ValueEncoder, withMarks } from '../values/index.ts';
import type { Used } from './door/index.ts';
import { Telling } from './telling.ts';

export interface OpenIntent {
  readonly attempt: number;
  /** When its entry was made, by the clock port. */
  readonly at: number;
  /** It is known that the try did not happen: the next one may begin. */
  readonly isClosed: boolean;
}

export interface RunStateRecord {
  readonly waits: ReadonlyMap<string, number>;
  readonly intents: ReadonlyMap<string, OpenIntent>;
  readonly used: Used;
  /** Asks of branches that came too late, whose answers may still be journaled. */
  readonly left: ReadonlySet<string>;
  /** When its program was told that it is cancelled. */
  readonly cancelledAt?: number | undefined;
  readonly told: Telling;
  readonly machine: Uint8Array;
}

const FORMAT = 2;
/** The same, with what few runs have in front: when it was cancelled (or 0), what it told. */
const FULL = 3;
/** Without `left`. */
const FIRST_FORMAT = 1;

export function encodeRunState(state: RunStateRecord): Uint8Array {
  const encoder = new ValueEncoder();
  const { cancelledAt = 0, told } = state;
  const isPlain = cancelledAt === 0 && told.isEmpty;
  encoder.byte(isPlain ? FORMAT : FULL);
  if (!isPlain) {
    encoder.float(cancelledAt);
    encoder.integer(told.openWorkflows);
    encoder.integer(marksOf(told.said));
    encoder.text(told.said === null ? '' : toText(told.said));
    encoder.integer(told.given.size);
    for (const [key, times] of told.given) {
      encoder.text(key);
      encoder.integer(times);
    }
  }
  encoder.integer(state.waits.size);
  for (const [address, tries] of state.waits) {
    encoder.text(address);
    encoder.integer(tries);
  }
  encoder.integer(state.intents.size);
  for (const [address, intent] of state.intents) {
    encoder.text(address);
    encoder.integer(intent.attempt);
    encoder.float(intent.at);
    encoder.byte(intent.isClosed ? 1 : 0);
  }
  encoder.integer(state.used.asks);
  encoder.integer(state.used.tokens);
  encoder.float(state.used.money);
  encoder.integer(state.left.size);
  for (const address of state.left) encoder.text(address);
  encoder.integer(state.machine.length);
  encoder.raw(state.machine);
  return encoder.finish();
}

export function decodeRunState(bytes: Uint8Array): RunStateRecord {
  const decoder = new ValueDecoder(bytes);
  const format = decoder.byte();
  if (format !== FORMAT && format !== FIRST_FORMAT && format !== FULL) throw new CodecError(`state format ${format} is not known`);
  const { cancelledAt, told } = format === FULL ? fullOf(decoder) : { cancelledAt: undefined, told: new Telling() };
  const waits = new Map<string, number>();
  for (let count = decoder.integer(); count > 0; count--) waits.set(decoder.text(), decoder.integer());
  const intents = new Map<string, OpenIntent>();
  for (let count = decoder.integer(); count > 0; count--)
    intents.set(decoder.text(), { attempt: decoder.integer(), at: decoder.float(), isClosed: decoder.byte() === 1 });
  const used = { asks: decoder.integer(), tokens: decoder.integer(), money: decoder.float() };
  const left = new Set<string>();
  if (format !== FIRST_FORMAT) for (let count = decoder.integer(); count > 0; count--) left.add(decoder.text());
  return { waits, intents, used, left, cancelledAt, told, machine: decoder.raw(decoder.integer()) };
}

function fullOf(decoder: ValueDecoder): Pick<RunStateRecord, 'cancelledAt' | 'told'> {
  const at = decoder.float();
  const told = new Telling();
  told.openWorkflows = decoder.integer();
  const marks = decoder.integer();
  const said = decoder.text();
  if (said !== '') told.said = withMarks(said, marks);
  for (let count = decoder.integer(); count > 0; count--) told.given.set(decoder.text(), decoder.integer());
  return { cancelledAt: at || undefined, told };
}
