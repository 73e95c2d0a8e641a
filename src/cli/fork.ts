import { ApiClient, SERVER_OPTIONS } from './api-client.ts';
import { type Command, UsageError } from './command.ts';
import { parsedValue } from './operate.ts';

export const fork: Command = {
  usage: 'RUN --at SEQ [--set NAME=VALUE]...',
  help: 'The new run has all that the other had by that entry (basalt show numbers them), with other values where told, and asks anew what was open. What was done outside is not undone.',
  options: {
    at: { type: 'string', placeholder: 'SEQ', summary: 'The last entry to keep.' },
    set: { type: 'string', multiple: true, placeholder: 'NAME=VALUE', summary: 'A variable and its value there: JSON, or plain text.' },
    json: { type: 'boolean', summary: 'Print JSON.' },
    ...SERVER_OPTIONS,
  },
  positionals: [1, 1],
  async run(words, terminal) {
    const at = Number(words.text('at'));
    if (!Number.isInteger(at) || at < 1) throw new UsageError('--at takes the number of an entry, as basalt show prints it');
    const set = Object.fromEntries(words.texts('set').map(assignment));
    const run = encodeURIComponent(words.positionals[0] as string);
    const { id } = await new ApiClient(words).post<{ id: string }>(`/runs/${run}/fork`, { at, set });
    terminal.out(words.flag('json') ? `${JSON.stringify({ id })}\n` : `${id}\n`);
    return 0;
  },
};

function assignment(text: string): readonly [string, unknown] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--set takes NAME=VALUE, not ${text}`);
  return [text.slice(0, at).trim(), parsedValue(text.slice(at + 1).trim())];
}
