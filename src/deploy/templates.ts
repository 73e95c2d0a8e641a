/** What a new package begins with: the files of a template under its own name, or one empty script. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { filesBelow } from './layout.ts';

const ENDING = '.gbai';

export const templateNames = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => name.slice(0, -ENDING.length))
    .sort();

export const isNewName = (name: string): boolean => /^[a-z][a-z0-9-]{0,62}$/.test(name);

/** By path. Folders that bear the template's name bear the new one. */
export function templateFiles(folder: string, template: string, name: string): ReadonlyMap<string, Uint8Array> {
  const root = join(folder, `${template}${ENDING}`);
  return new Map(
    filesBelow(root).map((file) => {
      const [first = '', ...rest] = relative(root, file).split(sep);
      const part = first.startsWith(`${template}.gb`) ? first.replace(template, name) : first;
      return [[part, ...rest].join('/'), readFileSync(file)];
    }),
  );
}

export function blankFiles(name: string, title: string | undefined): ReadonlyMap<string, Uint8Array> {
  const script: [string, Uint8Array] = [`${name}.gbdialog/start.bas`, new Uint8Array()];
  const quoted = /[",\r\n]/.test(title ?? '') ? `"${title?.replaceAll('"', '""').replaceAll(/[\r\n]+/g, ' ')}"` : title;
  return new Map(title ? [script, [`${name}.gbot/config.csv`, Buffer.from(`name,value\nbot-name,${quoted}\n`)]] : [script]);
}
