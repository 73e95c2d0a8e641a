import { ApiClient, SERVER_OPTIONS } from './api-client.ts';
import type { Command } from './command.ts';

interface Shown {
  readonly id: string;
  readonly bot: string;
  readonly script: string;
  readonly state: string;
  readonly heldReason?: string;
  readonly message?: string;
  readonly fault?: { readonly message: string; readonly line?: number };
  readonly prunedAt?: string;
  readonly journal: readonly {
    readonly seq: number;
    readonly address: string;
    readonly kind: string;
    readonly name: string;
    readonly preview: string;
    readonly at: string;
  }[];
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
  usage: 'RUN [--json]',
  help: 'Every line of the journal in order, then what the run waits for. What was secret is redacted.',
  options: { json: { type: 'boolean', summary: 'Print JSON.' }, ...SERVER_OPTIONS },
  positionals: [1, 1],
  async run(words, terminal) {
    const found = await new ApiClient(words).get<Shown>(`/runs/${encodeURIComponent(words.positionals[0] as string)}`);
    terminal.out(words.flag('json') ? `${JSON.stringify(found)}\n` : story(found));
    return 0;
  },
};

function story({ prunedAt, id, bot, script, state, heldReason, message, fault, journal, modelCalls, waits }: Shown): string {
  const head = `${id}  ${bot}/${script}  ${state}${heldReason ? ` (${heldReason})` : ''}\n`;
  const why = fault ? `  ${fault.line === undefined ? '' : `line ${fault.line}: `}${fault.message}\n` : message ? `  ${message}\n` : '';
  const width = Math.max(4, ...journal.map(({ address }) => address.length));
  const lines = journal.map(
    ({ seq, address, kind, name, preview, at }) =>
      `${String(seq).padStart(5)}  ${at.slice(0, 19).replace('T', ' ')}  ${address.padEnd(width)}  ${kind.padEnd(8)} ${name}${preview ? `  ${preview}` : ''}\n`,
  );
  const open = waits.map(
    ({ address, kind, due, of }) =>
      `       waits  ${address}  ${kind}${due ? ` until ${due.slice(0, 19).replace('T', ' ')}` : ''}${of ? ` of ${of}` : ''}\n`,
  );
  const asked = modelCalls.map(
    ({ address, model, provider, inputTokens, outputTokens, estimated, cost, ms, outcome }) =>
      `       model  ${address}  ${model ?? provider}  ${outcome}  ${estimated ? 'about ' : ''}${inputTokens} + ${outputTokens} tokens  ${cost === null ? 'price not known' : `${cost.toFixed(6)} US dollars`}  ${ms} ms\n`,
  );
  const pruned = prunedAt ? `  pruned on ${prunedAt.slice(0, 10)}: its history was older than the retention\n` : '';
  return [head, why, pruned, ...lines, ...asked, ...open].join('');
}
