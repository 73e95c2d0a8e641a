import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openScript, type Session } from '../host/index.ts';
import type { Command, Terminal, Words } from './command.ts';
import { InputError, UsageError } from './command.ts';
import { compileScript } from './compile-script.ts';
import { LOCAL_OPTIONS, openLocalEngine } from './local-engine.ts';
import { jsonPrinter, type RunPrinter, textPrinter } from './run-printer.ts';

export const run: Command = {
  usage: 'FILE [--input FILE|-] [--json] [--db URL|DIR|memory] [--set name=value]…',
  help: 'Runs one script as a conversation. In a terminal it asks; with --input each HEAR takes the next line.',
  options: {
    input: { type: 'string', placeholder: 'FILE|-', summary: 'Answers for HEAR, line by line; - reads standard input.' },
    json: { type: 'boolean', summary: 'One JSON object per line: talk, effect, done, fault.' },
    set: { type: 'string', multiple: true, placeholder: 'name=value', summary: 'A variable of the script.' },
    ...LOCAL_OPTIONS,
  },
  positionals: [1, 1],
  async run(words, terminal) {
    const script = compileScript(words.positionals[0] as string, settings(words.texts('set')), terminal);
    if (!script) return 1;
    const { hosted, store } = await openLocalEngine(words, terminal);
    const session = await openScript(hosted, store, script);
    try {
      const ok = await converse(session, answersFrom(words, terminal), words.flag('json') ? jsonPrinter(terminal) : textPrinter(terminal));
      return ok ? 0 : 1;
    } finally {
      await session.close();
      await store.close();
    }
  },
};

/** Talks until the run ends; answers whether it ended well. */
async function converse(session: Session, nextAnswer: () => Promise<string | undefined>, printer: RunPrinter): Promise<boolean> {
  for (;;) {
    const news = await session.news();
    printer.show(news);
    const { state } = news.run;
    if (state === 'done') return printer.done(news.run);
    if (state === 'failed' || state === 'cancelled' || state === 'held') return printer.failed(news.run);
    if (!news.listens) continue;
    const answer = await nextAnswer();
    if (answer === undefined) return printer.outOfAnswers();
    await session.say(answer);
  }
}

/** What the next HEAR gets; nothing at the end of the input. */
function answersFrom(words: Words, terminal: Terminal): () => Promise<string | undefined> {
  const input = words.text('input');
  if (input !== undefined && input !== '-') {
    const lines = readLines(input);
    return async () => lines.shift();
  }
  const reader = createInterface({ input: terminal.stdin, terminal: false })[Symbol.asyncIterator]();
  return async () => {
    if (terminal.isInteractive) terminal.out('> ');
    const { done, value } = await reader.next();
    return done ? undefined : value;
  };
}

function readLines(file: string): string[] {
  try {
    const lines = readFileSync(file, 'utf8').split(/\r\n|\r|\n/);
    return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  } catch (error) {
    throw new InputError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`, { cause: error });
  }
}

function settings(pairs: readonly string[]): Record<string, string | number> {
  const found: Record<string, string | number> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`--set takes name=value, not ${JSON.stringify(pair)}`);
    const value = pair.slice(at + 1);
    found[pair.slice(0, at).toLowerCase()] = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  }
  return found;
}
