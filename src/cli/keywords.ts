import { functions } from '../../functions/index.ts';
import { publicKeywords as all } from '../../keywords/index.ts';
import { nearest } from '../base/index.ts';
import { describeFunction, describeKeyword } from '../language/index.ts';
import type { FunctionDefinition, Keyword } from '../spec/index.ts';
import { type Command, InputError } from './command.ts';

export const keywords: Command = {
  usage: '[NAME] [--json]',
  help: 'Without a name: all keywords and functions by group. With one: its forms, parameters, an example and what it promises.',
  options: { json: { type: 'boolean', summary: 'Print JSON.' } },
  positionals: [0, 8],
  async run(words, terminal) {
    const name = words.positionals.join(' ').toUpperCase();
    const found = name === '' ? everything() : [find(name)];
    if (words.flag('json')) terminal.out(`${JSON.stringify(found.map(plain))}\n`);
    else if (name === '') terminal.out(overview());
    else terminal.out(`${describe(found[0] as Keyword | FunctionDefinition)}\n`);
    return 0;
  },
};

const everything = () => [...all, ...functions];

function find(name: string): Keyword | FunctionDefinition {
  const spaced = name.replaceAll('_', ' ');
  const found =
    all.find((keyword) => keyword.name === spaced) ?? functions.find((each) => each.name === name || each.aliases?.includes(name));
  if (found) return found;
  const near = nearest(
    name,
    everything().map((each) => each.name),
  );
  throw new InputError(`there is no keyword or function ${name}${near ? `; did you mean ${near}?` : ''}`);
}

const isKeyword = (each: Keyword | FunctionDefinition): each is Keyword => 'syntax' in each;
const describe = (each: Keyword | FunctionDefinition) =>
  `${each.name}\n${isKeyword(each) ? describeKeyword(each) : describeFunction(each)}`;

const plain = (each: Keyword | FunctionDefinition) =>
  isKeyword(each)
    ? {
        kind: 'keyword',
        name: each.name,
        group: each.group,
        summary: each.summary,
        syntax: [each.syntax].flat(),
        example: each.example,
        class: each.effect?.class,
      }
    : { kind: 'function', name: each.name, group: each.group, summary: each.summary, usage: each.usage, example: each.example };

function overview(): string {
  const groups = new Map<string, string[]>();
  for (const each of everything()) {
    const title = isKeyword(each) ? each.group : `functions: ${each.group}`;
    groups.set(title, [...(groups.get(title) ?? []), `  ${each.name.padEnd(22)} ${each.summary}`]);
  }
  return `${[...groups].map(([title, rows]) => [title, ...rows].join('\n')).join('\n\n')}\n`;
}
