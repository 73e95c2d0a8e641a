/** What an operator can tell a run. */
import { ApiClient, SERVER_OPTIONS } from './api-client.ts';
import { type Command, UsageError } from './command.ts';

const pathOf = (run: string | undefined, command: string) => `/runs/${encodeURIComponent(run as string)}/${command}`;

export const cancel: Command = {
  usage: 'RUN',
  help: 'Seen at its next act, wait or fuel check; what is on its way is called back where that is possible.',
  options: SERVER_OPTIONS,
  positionals: [1, 1],
  async run(words, terminal) {
    await new ApiClient(words).post(pathOf(words.positionals[0], 'cancel'));
    terminal.out('cancelling\n');
    return 0;
  },
};

export const retry: Command = {
  usage: 'RUN',
  help: 'For a held run whose act did not happen: only you can know that. A run that failed goes on from an earlier entry by basalt fork.',
  options: SERVER_OPTIONS,
  positionals: [1, 1],
  async run(words, terminal) {
    await new ApiClient(words).post(pathOf(words.positionals[0], 'retry'));
    terminal.out('it is tried again\n');
    return 0;
  },
};

export const resume: Command = {
  usage: 'RUN [--retry | --answer VALUE]',
  help: 'A held run goes on. If its act has an unknown outcome, --retry does it again and --answer tells the script what it gave.',
  options: {
    retry: { type: 'boolean', summary: 'Do the open act again: only when you know that it did not happen.' },
    answer: { type: 'string', placeholder: 'VALUE', summary: 'What the act gave; JSON, or plain text.' },
    ...SERVER_OPTIONS,
  },
  positionals: [1, 1],
  async run(words, terminal) {
    const answer = words.text('answer');
    if (answer !== undefined && words.flag('retry')) throw new UsageError('--retry and --answer exclude each other');
    const [run] = words.positionals;
    const client = new ApiClient(words);
    if (answer !== undefined) await client.post(pathOf(run, 'answer'), { value: parsedValue(answer) });
    else await client.post(pathOf(run, words.flag('retry') ? 'retry' : 'resume'));
    terminal.out('it goes on\n');
    return 0;
  },
};

export function parsedValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // not JSON: the text itself is the value
  }
}
