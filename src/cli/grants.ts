import { ApiClient, SERVER_OPTIONS } from './api-client.ts';
import { type Command, InputError, type Terminal, UsageError, type Words } from './command.ts';

interface Grant {
  readonly id: string;
  readonly bot: string;
  readonly what: string;
  readonly until?: string;
  readonly by: string;
}

export const grants: Command = {
  usage: 'list | add BOT WHAT [--until DATE] | remove ID  [--json]',
  help: 'BOT "*" is every bot. WHAT: http, http:HOST[:PORT], model, mail, outside-text, keyword:NAME. Each change is audited.',
  options: {
    until: { type: 'string', placeholder: 'DATE', summary: 'When it ends: 2027-01-31 or 2027-01-31T12:00:00Z.' },
    json: { type: 'boolean', summary: 'One JSON object per grant and line.' },
    ...SERVER_OPTIONS,
  },
  positionals: [1, 3],
  async run(words, terminal) {
    const [act, ...rest] = words.positionals;
    const client = new ApiClient(words);
    if (act === 'list' && rest.length === 0)
      for (const each of (await client.get<{ grants: readonly Grant[] }>('/grants')).grants) print(each, words, terminal);
    else if (act === 'add' && rest.length === 2)
      print(await client.post<Grant>('/grants', { bot: rest[0], what: rest[1], ...untilOf(words.text('until')) }), words, terminal);
    else if (act === 'remove' && rest.length === 1) await client.delete(`/grants/${encodeURIComponent(rest[0] as string)}`);
    else throw new UsageError('it takes list, add BOT WHAT or remove ID');
    return 0;
  },
};

function untilOf(text: string | undefined): { readonly until?: string } {
  if (text === undefined) return {};
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InputError(`--until takes a date such as 2027-01-31, not ${text}`);
  return { until: new Date(at).toISOString() };
}

const print = (grant: Grant, words: Words, terminal: Terminal) =>
  terminal.out(words.flag('json') ? `${JSON.stringify(grant)}\n` : line(grant));

const line = ({ id, bot, what, until, by }: Grant) =>
  `${id}  ${bot.padEnd(16)} ${what.padEnd(24)} ${until ? `until ${until}  ` : ''}by ${by}\n`;
