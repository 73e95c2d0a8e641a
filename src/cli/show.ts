import { ApiClient, SERVER_OPTIONS } from './api-client.ts';
import type { Command } from './command.ts';
import { endOf, headOf, moment, story, type ToldRun, type ToldStep, waitWords } from './story.ts';

interface Shown extends ToldRun {
  readonly modelCalls: readonly {
    readonly address: string;
    readonly model?: string;
    readonly provider: string;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly estimated: boolean;
    readonly cost: number | null;
    readonly ms: number;
    readonly outcome: string;
  }[];
  readonly waits: readonly { readonly address: string; readonly kind: string; readonly due?: string; readonly of?: string }[];
}

export const show: Command = {
  usage: 'RUN [--journal] [--json]',
  help: 'What it asked for, line by line, with the number of the last entry of each, what came of it, and what it waits for. What was secret is redacted.',
  options: {
    journal: { type: 'boolean', summary: 'Every entry of its journal instead.' },
    json: { type: 'boolean', summary: 'Print JSON.' },
    ...SERVER_OPTIONS,
  },
  positionals: [1, 1],
  async run(words, terminal) {
    const client = new ApiClient(words);
    const path = `/runs/${encodeURIComponent(words.positionals[0] as string)}`;
    const found = await client.get<Shown>(path);
    if (words.flag('journal')) {
      terminal.out(words.flag('json') ? `${JSON.stringify(found)}\n` : journal(found));
      return 0;
    }
    const told = await client.get<{ steps: readonly ToldStep[]; difference?: { expected: string; found: string } }>(`${path}/steps`);
    terminal.out(words.flag('json') ? `${JSON.stringify({ ...found, ...told })}\n` : story(found, told.steps));
    return 0;
  },
};

function journal(run: Shown): string {
  const width = Math.max(4, ...run.journal.map(({ address }) => address.length));
  const lines = run.journal.map(
    ({ seq, address, kind, name, preview, at }) =>
      `${String(seq).padStart(5)}  ${moment(at)}  ${address.padEnd(width)}  ${kind.padEnd(8)} ${name}${preview ? `  ${preview}` : ''}\n`,
  );
  const open = run.waits.map(({ address, ...wait }) => `       waits  ${address}  for ${waitWords(wait)}\n`);
  const asked = run.modelCalls.map(
    ({ address, model, provider, inputTokens, outputTokens, estimated, cost, ms, outcome }) =>
      `       model  ${address}  ${model ?? provider}  ${outcome}  ${estimated ? 'about ' : ''}${inputTokens} + ${outputTokens} tokens  ${cost === null ? 'price not known' : `${cost.toFixed(6)} US dollars`}  ${ms} ms\n`,
  );
  return [headOf(run), ...lines, ...asked, ...open, endOf(run)].join('');
}
