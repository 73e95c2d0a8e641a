import { existsSync, statSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { isPackageName, packFolder } from '../deploy/index.ts';
import { type Command, InputError } from './command.ts';

export const pack: Command = {
  usage: 'FOLDER.gbai [--out FILE]',
  help: 'The archive can be put on a server with basalt deploy. Hidden files and links stay out.',
  options: { out: { type: 'string', short: 'o', placeholder: 'FILE', summary: 'Where to write. Default: NAME.gbai.tar.gz here.' } },
  positionals: [1, 1],
  async run(words, terminal) {
    const folder = packageFolder(words.positionals[0] as string);
    const out = resolve(words.text('out') ?? `${basename(folder)}.tar.gz`);
    const bytes = await packFolder(folder, basename(folder));
    writeFileSync(out, bytes);
    terminal.out(`${out} (${bytes.length} bytes)\n`);
    return 0;
  },
};

export function packageFolder(path: string): string {
  const folder = resolve(path);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new InputError(`there is no folder ${path}`);
  if (!isPackageName(basename(folder))) throw new InputError(`${path} is not a package: its name does not end in .gbai`);
  return folder;
}
