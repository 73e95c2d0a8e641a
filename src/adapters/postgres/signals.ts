/** Signals: what woke a wait, put together from the rows it points to. */
import type { Fault, Signal, StreamItem, WaitSignal } from '../../spec/index.ts';
import { decodeValue } from '../../values/index.ts';
import type { StoreParts } from './parts.ts';
import { bytesOf, numberOf, optionalText, type Row, textArray, textOf } from './sql.ts';

export async function loadSignals(parts: StoreParts, runs: readonly string[]): Promise<readonly WaitSignal[]> {
  if (runs.length === 0) return [];
  const rows = await parts.sql.query(
    `select w.run, w.address, w.signal, w.message, m.item::text as item, m.sealed, c.state, c.result, c.fault::text as fault,
       w.due, e.bot, e.name, e.payload, a.state as decision, a.decided_by, a.comment, a.data
     from waits w
       left join events e on e.topic = w.topic and e.number = w.message
       left join approvals a on w.signal = 'approval' and a.id = w.run || ':' || w.address
       left join messages m on m.conversation = w.conversation and m.number = w.message
       left join runs c on c.id = w.child
     where w.run = any($1::text[]) and w.signal is not null order by w.number`,
    [textArray(runs)],
  );
  return rows.map((row) => ({ run: textOf(row.run), address: textOf(row.address), signal: signalOf(parts, row) }));
}

function signalOf(parts: StoreParts, row: Row): Signal {
  switch (row.signal) {
    case 'reply':
      return { kind: 'reply', ...messageOf(parts, row), number: numberOf(row.message) };
    case 'child':
      return {
        kind: 'child',
        state: row.state as 'done' | 'failed' | 'cancelled',
        value: row.result === null ? null : decodeValue(bytesOf(row.result)),
        message: row.fault === null ? undefined : (JSON.parse(textOf(row.fault)) as Fault).message,
      };
    case 'event':
      return {
        kind: 'event',
        bot: textOf(row.bot),
        name: textOf(row.name),
        number: numberOf(row.message),
        payload: decodeValue(bytesOf(row.payload)),
        ...(row.due !== null && { due: numberOf(row.due) }),
      };
    case 'approval':
      return {
        kind: 'approval',
        decision: row.decision as Extract<Signal, { kind: 'approval' }>['decision'],
        by: textOf(row.decided_by),
        comment: optionalText(row.comment),
        ...(row.data !== null && { data: decodeValue(bytesOf(row.data)) }),
      };
    default:
      return { kind: row.signal as 'timer' | 'timeout' };
  }
}

/** Text and value of a message's row; the value of a secret one is opened here and nowhere else. */
export function messageOf(parts: StoreParts, row: Row): { text: string; value?: string } {
  const item = JSON.parse(textOf(row.item)) as Extract<StreamItem, { type: 'user' }>;
  const value = row.sealed === null ? item.value : parts.seal.open(bytesOf(row.sealed));
  return value === undefined ? { text: item.text } : { text: item.text, value };
}
