import { ApiClient, SERVER_OPTIONS } from './api-client.ts';
import { type Command, UsageError } from './command.ts';

interface FileVersion {
  readonly number: number;
  readonly path: string;
  readonly hash?: string;
  readonly author: string;
  readonly sentence: string;
  readonly at: string;
  readonly version?: string;
}

export const history: Command = {
  usage: 'BOT [FILE] [--show N | --restore N] [--limit N] [--json]',
  help: 'What was saved of a package, newest first; * marks what is live, or was. FILE is its path in the package.',
  options: {
    show: { type: 'string', placeholder: 'N', summary: 'Print the text of version N.' },
    restore: { type: 'string', placeholder: 'N', summary: 'Save what the file held in version N. It is live once it is published.' },
    author: { type: 'string', placeholder: 'NAME', summary: 'Who restores.' },
    limit: { type: 'string', placeholder: 'N', summary: 'At most so many; 50 unless told, 200 at most.' },
    json: { type: 'boolean', summary: 'One JSON object per version and line.' },
    ...SERVER_OPTIONS,
  },
  positionals: [1, 2],
  async run(words, terminal) {
    const [bot = '', file] = words.positionals;
    const client = new ApiClient(words);
    const path = `/packages/${encodeURIComponent(bot)}/history`;
    const [show, restore] = [words.text('show'), words.text('restore')];
    if (show !== undefined && restore !== undefined) throw new UsageError('--show and --restore do not go together');
    if (show !== undefined) {
      terminal.out((await client.get<{ text?: string }>(`${path}/${numberOf(show)}`)).text ?? '');
      return 0;
    }
    if (restore !== undefined) {
      const by = words.text('author');
      const { path: restored } = await client.post<{ path: string }>(
        `${path}/${numberOf(restore)}/restore`,
        by === undefined ? {} : { author: by },
      );
      terminal.out(`${restored} is as in version ${restore}; basalt publish ${bot} puts it live\n`);
      return 0;
    }
    const query = new URLSearchParams();
    if (file !== undefined) query.set('path', file);
    const limit = words.text('limit');
    if (limit !== undefined) query.set('limit', limit);
    const { versions } = await client.get<{ versions: readonly FileVersion[] }>(`${path}?${query}`);
    if (words.flag('json')) for (const each of versions) terminal.out(`${JSON.stringify(each)}\n`);
    else terminal.out(versions.length === 0 ? 'nothing was saved yet\n' : versions.map(line).join(''));
    return 0;
  },
};

function numberOf(text: string): string {
  if (/^\d{1,9}$/.test(text)) return text;
  throw new UsageError(`a version is a whole number, not ${text}`);
}

const line = ({ number, path, hash, author, sentence, at, version }: FileVersion) =>
  `${String(number).padStart(5)}${version ? '*' : ' '} ${at.slice(0, 19).replace('T', ' ')}  ${path}${hash ? '' : ' (deleted)'}  ${author ? `${author}: ` : ''}${sentence}\n`;
