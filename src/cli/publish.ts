import { ApiClient, SERVER_OPTIONS } from './api-client.ts';
import type { Command } from './command.ts';
import { type DeployOutcome, outcomeOf, tellOutcome } from './deploy.ts';

export const publish: Command = {
  usage: 'BOT [--server URL]',
  help: 'Puts live what was saved of a package in the designer. With an error in it nothing changes.',
  options: SERVER_OPTIONS,
  positionals: [1, 1],
  async run(words, terminal) {
    const [bot = ''] = words.positionals;
    const client = new ApiClient(words);
    return tellOutcome(await outcomeOf(() => client.post<DeployOutcome>(`/packages/${encodeURIComponent(bot)}/publish`)), terminal);
  },
};
