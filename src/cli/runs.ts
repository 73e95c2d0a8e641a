import { ApiClient, SERVER_OPTIONS } from './api-client.ts';
import type { Command } from './command.ts';

interface Run {
  readonly id: string;
  readonly bot: string;
  readonly script: string;
  readonly state: string;
  readonly heldReason?: string;
  readonly message?: string;
  readonly createdAt: string;
  readonly fault?: { readonly message: string; readonly line?: number };
}

export const runs: Command = {
  usage: '[--state STATE] [--bot NAME] [--limit N] [--json]',
  help: 'Newest first. States: ready, leased, waiting, held, cancelling, done, failed, cancelled.',
  options: {
    state: { type: 'string', placeholder: 'STATE', summary: 'Only runs in this state.' },
    bot: { type: 'string', placeholder: 'NAME', summary: 'Only runs of this bot.' },
    limit: { type: 'string', placeholder: 'N', summary: 'At most so many; 50 unless told, 200 at most.' },
    json: { type: 'boolean', summary: 'One JSON object per run and line.' },
    ...SERVER_OPTIONS,
  },
  positionals: [0, 0],
  async run(words, terminal) {
    const query = new URLSearchParams();
    for (const name of ['state', 'bot', 'limit']) {
      const value = words.text(name);
      if (value !== undefined) query.set(name, value);
    }
    const { runs: found } = await new ApiClient(words).get<{ runs: readonly Run[] }>(`/runs?${query}`);
    if (words.flag('json')) for (const each of found) terminal.out(`${JSON.stringify(each)}\n`);
    else terminal.out(found.length === 0 ? 'no runs\n' : found.map(line).join(''));
    return 0;
  },
};

function line({ id, bot, script, state, heldReason, message, fault, createdAt }: Run): string {
  const why = fault ? `${fault.line === undefined ? '' : `line ${fault.line}: `}${fault.message}` : (message ?? '');
  return `${id}  ${createdAt.slice(0, 19).replace('T', ' ')}  ${(heldReason ? `${state}: ${heldReason}` : state).padEnd(10)} ${bot}/${script}${why ? `  ${why}` : ''}\n`;
}
