import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { nearest } from '../base/index.ts';
import { isNewName, templateFiles, templateNames } from '../deploy/index.ts';
import { type Command, InputError, UsageError } from './command.ts';
import { templatesFolder } from './paths.ts';

const ENDING = '.gbai';

export const newPackage: Command = {
  usage: 'NAME [--template T] [--in FOLDER]',
  help: 'Copies a template to FOLDER/NAME.gbai. In the folder that a running server watches, the bot is live at once.',
  options: {
    template: { type: 'string', short: 't', placeholder: 'T', summary: 'Which template: basalt new --list names them. Default: hello.' },
    in: { type: 'string', placeholder: 'FOLDER', summary: 'Where to put the package. Default: packages if there is one, else here.' },
    list: { type: 'boolean', summary: 'List the templates.' },
  },
  positionals: [0, 1],
  async run(words, terminal) {
    const templates = templateNames(templatesFolder());
    if (words.flag('list')) {
      terminal.out(`${templates.join('\n')}\n`);
      return 0;
    }
    const name = packageName(words.positionals[0]);
    const template = words.text('template') ?? 'hello';
    if (!templates.includes(template)) throw new InputError(`there is no template ${template}${suggest(template, templates)}`);
    const parent = words.text('in') ?? (existsSync('packages') ? 'packages' : '.');
    const folder = resolve(parent, `${name}${ENDING}`);
    if (existsSync(folder)) throw new InputError(`${folder} is there already; choose another name`);
    copyTemplate(template, name, folder);
    terminal.out(`${folder}\n`);
    return 0;
  },
};

function packageName(word: string | undefined): string {
  if (word === undefined) throw new UsageError('a new package needs a name');
  const name = word.replace(/\.gbai$/, '');
  if (!isNewName(name)) throw new InputError(`${JSON.stringify(word)} cannot be a package's name: use lower-case letters, digits and -`);
  return name;
}

function suggest(word: string, names: readonly string[]): string {
  const near = nearest(word, names);
  return near ? `; did you mean ${near}?` : `; there are ${names.join(', ')}`;
}

/** Written under a hidden name and renamed, so that a watching server sees it whole or not at all. */
function copyTemplate(template: string, name: string, folder: string): void {
  const half = join(folder, '..', `.${name}${ENDING}.copying`);
  for (const [path, bytes] of templateFiles(templatesFolder(), template, name)) {
    mkdirSync(dirname(join(half, path)), { recursive: true });
    writeFileSync(join(half, path), bytes);
  }
  renameSync(half, folder);
}
