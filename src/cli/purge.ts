import { ApiClient, SERVER_OPTIONS } from './api-client.ts';
import { type Command, UsageError } from './command.ts';

export const purge: Command = {
  usage: '[--older-than-days N] [--yes] [--json]',
  help: 'Deletes journal, state and messages of runs that ended so long ago (their rows stay), and versions of files that are neither live nor the newest. Without --yes it only counts them.',
  options: {
    'older-than-days': { type: 'string', placeholder: 'N', summary: 'Default: 90.' },
    yes: { type: 'boolean', summary: 'Do it. What is deleted does not come back.' },
    json: { type: 'boolean', summary: 'Print JSON.' },
    ...SERVER_OPTIONS,
  },
  positionals: [0, 0],
  async run(words, terminal) {
    const days = Number(words.text('older-than-days') ?? 90);
    if (!Number.isInteger(days) || days < 1) throw new UsageError('--older-than-days takes a whole number of days');
    const found = await new ApiClient(words).post<{ runs: number; versions: number; pruned: boolean }>('/purge', {
      olderThanDays: days,
      really: words.flag('yes'),
    });
    if (words.flag('json')) terminal.out(`${JSON.stringify(found)}\n`);
    else if (found.pruned) terminal.out(`${what(found)} deleted\n`);
    else terminal.out(`${what(found)} to delete; basalt purge --yes does it\n`);
    return 0;
  },
};

const what = ({ runs, versions }: { readonly runs: number; readonly versions: number }) =>
  `the history of ${runs} runs and ${versions} old versions of files:`;
