/** What a person means by a path: one script, a package folder, or a folder of either. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { findPackages, isPackageName, type PackageLayout, readLayout } from '../deploy/index.ts';
import { InputError } from './command.ts';

export type Subject = { readonly kind: 'script'; readonly file: string } | { readonly kind: 'package'; readonly layout: PackageLayout };

const SCRIPT = /\.(bas|vbs|vb|vba|basic)$/i;

/** Throws InputError for a path that is not there or holds no BASIC. */
export function subjectsOf(path: string): readonly Subject[] {
  const full = resolve(path);
  if (!existsSync(full)) throw new InputError(`there is no ${path}`);
  if (statSync(full).isFile()) return [{ kind: 'script', file: full }];
  if (isPackageName(basename(full))) return [{ kind: 'package', layout: readLayout(full) }];
  const packages = findPackages(full);
  const loose = looseScripts(full);
  if (packages.length + loose.length === 0) throw new InputError(`${path} holds no package (NAME.gbai) and no script (.bas)`);
  return [...packages.map((layout) => ({ kind: 'package', layout }) as const), ...loose.map((file) => ({ kind: 'script', file }) as const)];
}

/** Every script of the subjects, for commands that look at one file at a time. */
export const filesOf = (subjects: readonly Subject[]): readonly string[] =>
  subjects.flatMap((subject) => (subject.kind === 'script' ? [subject.file] : [...subject.layout.scripts.values()]));

/** As the person would type it from here. */
export function shown(file: string): string {
  const short = relative(process.cwd(), file);
  return short === '' || short.startsWith('..') ? file : short;
}

/** The package folder a script lies in, so that CALL of its neighbours is understood. */
export function packageOf(file: string): PackageLayout | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder))
    if (isPackageName(basename(folder))) return readLayout(folder);
  return undefined;
}

function looseScripts(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.') || entry.name === 'node_modules' || isPackageName(entry.name)) return [];
      if (entry.isDirectory()) return looseScripts(path);
      return entry.isFile() && SCRIPT.test(entry.name) ? [path] : [];
    });
}
