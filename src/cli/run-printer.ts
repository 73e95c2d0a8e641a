/** What a person, or a program, reads while a script runs. */
import type { SessionNews } from '../host/index.ts';
import type { RunRow, StreamItem } from '../spec/index.ts';
import { toPlain } from '../values/index.ts';
import type { Terminal } from './command.ts';

export interface RunPrinter {
  show(news: SessionNews): void;
  done(run: RunRow): boolean;
  failed(run: RunRow): boolean;
  /** The script waits and the input is at its end. */
  outOfAnswers(): boolean;
}

const OUT_OF_ANSWERS = 'the script waits for an answer and the input has ended';

export function textPrinter(terminal: Terminal): RunPrinter {
  return {
    show: ({ items }) => {
      for (const { item } of items) terminal.out(textOf(item));
    },
    done: () => true,
    failed: (run) => {
      terminal.err(`${placeOf(run)}${messageOf(run)}\n`);
      return false;
    },
    outOfAnswers: () => {
      terminal.err(`${OUT_OF_ANSWERS}\n`);
      return false;
    },
  };
}

export function jsonPrinter(terminal: Terminal): RunPrinter {
  const print = (event: Readonly<Record<string, unknown>>) => terminal.out(`${JSON.stringify(event)}\n`);
  return {
    show: (news) => {
      for (const event of eventsOf(news)) print(event);
    },
    done: (run) => {
      print({ event: 'done', value: toPlain(run.result ?? null) });
      return true;
    },
    failed: (run) => {
      print({ event: 'fault', code: run.fault?.code ?? run.heldReason ?? run.state, line: run.fault?.line, message: messageOf(run) });
      return false;
    },
    outOfAnswers: () => {
      print({ event: 'fault', code: 'no-reply', message: OUT_OF_ANSWERS });
      return false;
    },
  };
}

/** Each says one thing to the visitor; its place in the journal is the place of what was said. */
const SAYS = /^(TALK|BEGIN TALK|PRINT|SEND MESSAGE)\b/;
const ASKS = /^(HEAR|ASK|INPUT)\b/;

/** Talk and effects in the order of the journal. */
function eventsOf({ items, entries }: SessionNews): readonly Readonly<Record<string, unknown>>[] {
  const events: Record<string, unknown>[] = [];
  const said = items.flatMap(({ at, item }) => (item.type === 'bot' ? [{ at, text: item.text }] : []));
  const say = (count: number) => events.push(...said.splice(0, count).map(({ text }) => ({ event: 'talk', text })));
  for (const { at, kind, name, preview } of entries) {
    if (ASKS.test(name)) say(said.filter((each) => each.at <= at).length);
    else if (SAYS.test(name)) say(1);
    else if (kind === 'answer' || kind === 'fault') events.push({ event: 'effect', name, preview });
  }
  say(said.length);
  return events;
}

function textOf(item: StreamItem): string {
  if (item.type === 'bot') return `${item.text}\n`;
  if (item.type === 'error') return `! ${item.text}\n`;
  if (item.type === 'suggestion') return `  [${item.text}]\n`;
  return item.type === 'prompt' && item.options?.length ? item.options.map((option) => `  [${option}]\n`).join('') : '';
}

const placeOf = ({ fault, script }: RunRow) => (fault?.line === undefined ? '' : `${fault.script ?? script}:${fault.line}: `);
const messageOf = ({ fault, message, state, heldReason }: RunRow) =>
  fault?.message ?? message ?? (heldReason ? `the run is held: ${heldReason}` : `the run is ${state}`);
