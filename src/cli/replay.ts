import { ApiClient, SERVER_OPTIONS } from './api-client.ts';
import type { Command } from './command.ts';

interface Replayed {
  readonly same: boolean;
  readonly entries: number;
  readonly state: 'done' | 'failed' | 'waits';
  readonly difference?: {
    readonly seq?: number;
    readonly script?: string;
    readonly line?: number;
    readonly expected: string;
    readonly found: string;
  };
}

export const replay: Command = {
  usage: 'RUN [--json]',
  help: 'Nothing is done: every ask must be the one in the journal, and the result the stored one. Exit code 1 where it differs.',
  options: { json: { type: 'boolean', summary: 'Print JSON, with the variables at the end.' }, ...SERVER_OPTIONS },
  positionals: [1, 1],
  async run(words, terminal) {
    const told = await new ApiClient(words).get<Replayed>(`/runs/${encodeURIComponent(words.positionals[0] as string)}/replay`);
    terminal.out(words.flag('json') ? `${JSON.stringify(told)}\n` : inWords(told));
    return told.same ? 0 : 1;
  },
};

const ENDS = { done: 'with the same result', failed: 'with the same fault', waits: 'and waits for the same' };

function inWords({ entries, state, difference }: Replayed): string {
  const fit = `${entries} ${entries === 1 ? 'entry fits' : 'entries fit'}`;
  if (!difference) return `the same: ${fit}, it ends ${ENDS[state]}\n`.replace('ends and waits', 'goes as far and waits');
  const { seq, script, line, expected, found } = difference;
  const place = [seq !== undefined && `entry ${seq}`, line && `${script ?? 'script'}:${line}`].filter(Boolean).join(', ');
  return `it differs: ${fit}, then${place ? ` at ${place}` : ''}\n  expected ${expected}\n  found    ${found}\n`;
}
