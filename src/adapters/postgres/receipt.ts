/** What a flush tells its node, read from the rows its statements answer with. */
import type { ClaimedRun, FlushReceipt } from '../../spec/index.ts';
import { numberOf, optionalText, type Row, textOf } from './sql.ts';
import type { Birth } from './starts.ts';

type Command = FlushReceipt['commands'][number];

export interface Receipt {
  readonly stillOurs: string[];
  readonly commands: Map<string, Command>;
  readonly conversations: { conversation: string; last: number }[];
  ready: number;
  hasDeliveries: boolean;
  readonly begun: ClaimedRun[];
}

export const emptyReceipt = (): Receipt => ({
  stillOurs: [],
  commands: new Map(),
  conversations: [],
  ready: 0,
  hasDeliveries: false,
  begun: [],
});

export const finished = (receipt: Receipt): FlushReceipt => ({ ...receipt, commands: [...receipt.commands.values()] });

export function readFence(rows: readonly Row[], receipt: Receipt): void {
  const { commands, conversations } = rows[0]!;
  if (commands !== null)
    for (const [run, command] of JSON.parse(textOf(commands)) as [string, Command['command']][])
      receipt.commands.set(run, { run, command });
  if (conversations !== null)
    for (const [conversation, last] of JSON.parse(textOf(conversations)) as [string, number][])
      receipt.conversations.push({ conversation, last });
}

export function readCommands(rows: readonly Row[], receipt: Receipt): void {
  for (const row of rows)
    if (row.command !== null) receipt.commands.set(textOf(row.id), { run: textOf(row.id), command: row.command as Command['command'] });
}

/** Parked runs that stay with us, for a signal or a command. */
export function readStayed(rows: readonly Row[], receipt: Receipt): void {
  for (const row of rows) receipt.stillOurs.push(textOf(row.id));
  readCommands(rows, receipt);
}

export function readConversations(rows: readonly Row[], receipt: Receipt): void {
  for (const row of rows) receipt.conversations.push({ conversation: textOf(row.id), last: numberOf(row.last) });
}

export function countReady(rows: readonly Row[], receipt: Receipt): void {
  receipt.ready += rows.length;
}

export function readPublished(rows: readonly Row[], receipt: Receipt): void {
  const { ready, deliveries } = rows[0]!;
  receipt.ready += numberOf(ready);
  if (numberOf(deliveries) > 0) receipt.hasDeliveries = true;
}

/** A run that was just born has nothing to load: all of it is in the birth but its version and whose conversation it is. */
export const readBirths =
  (births: readonly Birth[]) =>
  (rows: readonly Row[], receipt: Receipt): void => {
    const born = new Map(rows.map((row) => [textOf(row.id), row]));
    for (const birth of births) {
      const row = born.get(birth.run);
      if (!row) continue;
      const { run, bot, script, conversation, inputs } = birth;
      receipt.begun.push({
        run,
        bot,
        script,
        inputs,
        version: textOf(row.version),
        conversation,
        user: optionalText(row.user),
        hops: 0,
        claims: 1,
        cancelling: false,
        entries: [],
        signals: [],
      });
    }
  };
