/**
 * The line editor. Each complete chunk runs as a run of its own, through the same engine and door as a server's,
 * with the variables of before; a HEAR takes the next line typed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { type Language, renderDiagnostics } from '../compiler/index.ts';
import type { HostedEngine, SessionNews } from '../host/index.ts';
import type { Store } from '../spec/index.ts';
import { isComplete } from './chunk.ts';
import { type ReplState, replCommand, shown, traceOf } from './commands.ts';
import { completions } from './complete.ts';
import { Workspace } from './workspace.ts';

export interface ReplOptions {
  readonly hosted: HostedEngine;
  readonly store: Store;
  readonly language: Language;
  readonly input: NodeJS.ReadStream;
  readonly out: (text: string) => void;
  readonly isInteractive: boolean;
  /** Where lines typed are kept from one time to the next. */
  readonly historyFile?: string;
}

const PROMPT = 'basalt> ';
const MORE = '   ...> ';
const ANSWER = '      > ';
const HISTORY = 1000;

export async function runRepl(options: ReplOptions): Promise<void> {
  const { language, out } = options;
  const workspace = await Workspace.open(options.hosted, options.store, language);
  const state: ReplState = { workspace, language, entries: [], isTracing: false };
  const lines = new Lines(options, workspace);
  if (options.isInteractive) out('Basalt. :help lists commands, Ctrl+D ends.\n');
  try {
    for (let typed = await lines.next(PROMPT); typed !== undefined && typed.trim() !== ':quit'; typed = await lines.next(PROMPT)) {
      if (typed.startsWith(':')) {
        out(replCommand(typed, state));
        continue;
      }
      for (let more: string | undefined; !isComplete(typed, language); typed += `\n${more}`) {
        more = await lines.next(MORE);
        if (more === undefined || more.trim() === '') break;
      }
      if (typed.trim() !== '') await runChunk(typed, state, lines, out);
    }
  } finally {
    lines.close();
    await workspace.close();
  }
}

async function runChunk(typed: string, state: ReplState, lines: Lines, out: (text: string) => void): Promise<void> {
  const chunk = state.workspace.compile(typed);
  if (chunk.diagnostics.length > 0) out(`${renderDiagnostics(chunk.diagnostics, chunk.source, 'repl')}\n`);
  if (!chunk.program) return;
  state.entries = [];
  const value = await state.workspace.run(chunk, async (news, say) => {
    state.entries = [...state.entries, ...news.entries];
    print(news, out);
    if (['done', 'failed', 'cancelled', 'held'].includes(news.run.state)) return false;
    if (!news.listens) return true;
    const answer = await lines.next(ANSWER);
    if (answer === undefined) return false;
    await say(answer);
    return true;
  });
  if (value !== null) out(`${shown(value)}\n`);
  if (state.isTracing) out(traceOf(state.entries));
}

function print({ items, run }: SessionNews, out: (text: string) => void): void {
  for (const { item } of items) {
    if (item.type === 'bot') out(`${item.text}\n`);
    else if (item.type === 'prompt' && item.options) out(item.options.map((option) => `  [${option}]\n`).join(''));
    else if (item.type === 'suggestion') out(`  [${item.text}]\n`);
  }
  if (run.state === 'failed') out(`${run.fault?.line === undefined ? '' : `line ${run.fault.line}: `}${run.fault?.message ?? 'failed'}\n`);
  if (run.state === 'held') out(`held: ${run.message ?? run.heldReason}\n`);
}

/** Lines from a terminal or a pipe, one at a time, each with its own prompt. */
class Lines {
  readonly #reader: Interface;
  readonly #iterator: AsyncIterator<string>;
  readonly #options: ReplOptions;

  constructor(options: ReplOptions, workspace: Workspace) {
    this.#options = options;
    this.#reader = createInterface({
      input: options.input,
      ...(options.isInteractive && { output: process.stdout, terminal: true }),
      history: readHistory(options.historyFile),
      historySize: HISTORY,
      completer: (line: string) => completions(line, workspace),
    });
    this.#reader.on('history', (history: string[]) => {
      if (options.historyFile)
        writeFileSync(options.historyFile, `${history.slice(0, HISTORY).toReversed().join('\n')}\n`, { mode: 0o600 });
    });
    this.#iterator = this.#reader[Symbol.asyncIterator]();
  }

  async next(prompt: string): Promise<string | undefined> {
    if (this.#options.isInteractive) {
      this.#reader.setPrompt(prompt);
      this.#reader.prompt();
    }
    const { done, value } = await this.#iterator.next();
    return done ? undefined : value;
  }

  close(): void {
    this.#reader.close();
  }
}

function readHistory(file: string | undefined): string[] {
  if (!file) return [];
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean).toReversed();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
