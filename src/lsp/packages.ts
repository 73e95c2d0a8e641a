/**
 * Which package a script belongs to, and what else is in it: read from the folder, with what the editor holds in place
 * of what lies on disk. A script outside of any package stands alone.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findPackages, isPackageName, parseConfig, readLayout } from '../deploy/index.ts';
import { Project, type Workspace } from '../language/service/index.ts';
import type { OpenText } from './open-text.ts';

/** Larger scripts are not read in for the sake of others. */
const LARGEST = 4 * 1024 * 1024;
const SECRET = /key|secret|token|password|credential/;

/** What the service calls a file: its path. Untitled ones go by their uri. */
export const fileOf = (uri: string): string => (uri.startsWith('file:') ? fileURLToPath(uri) : uri);
export const uriOf = (file: string): string =>
  /^[a-z][a-z+.-]+:/i.test(file) && !/^[a-z]:[\\/]/i.test(file) ? file : pathToFileURL(file).href;

export class Packages {
  readonly #open: () => Iterable<OpenText>;
  /** By package folder; of a script outside, by its path. */
  readonly #projects = new Map<string, Project>();

  constructor(open: () => Iterable<OpenText>) {
    this.#open = open;
  }

  /** The package that this script stands in, as it is now. */
  of(uri: string): Project {
    const file = fileOf(uri);
    const key = packageFolder(file) ?? file;
    let project = this.#projects.get(key) ?? read(key, file);
    for (const each of this.#open()) {
      const path = fileOf(each.uri);
      if ((packageFolder(path) ?? path) === key) project = project.with(path, each.text);
    }
    this.#projects.set(key, project);
    return project;
  }

  /** Something changed on disk, or was closed in the editor. */
  forget(uri: string): void {
    const file = fileOf(uri);
    this.#projects.delete(packageFolder(file) ?? file);
  }

  /** Every package below these folders, for names that are looked for everywhere. */
  below(folders: readonly string[]): readonly Project[] {
    const keys = folders.flatMap((folder) => [
      ...findPackages(folder).map((each) => each.folder),
      ...(isPackageName(basename(folder)) ? [folder] : []),
    ]);
    for (const each of this.#open()) keys.push(packageFolder(fileOf(each.uri)) ?? fileOf(each.uri));
    return [...new Set(keys)].map((key) => this.of(uriOf(isPackageName(basename(key)) ? `${key}/.` : key)));
  }
}

function packageFolder(file: string): string | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) if (isPackageName(basename(folder))) return folder;
  return undefined;
}

function read(key: string, file: string): Project {
  if (key === file || !existsSync(key)) return Project.open({ scripts: { [file]: textOf(file) ?? '' }, isLoose: true });
  const layout = readLayout(key);
  const scripts = [...layout.scripts.values()].flatMap((path) => {
    const text = textOf(path);
    return text === undefined ? [] : [[path, text] as const];
  });
  return Project.open({ scripts: Object.fromEntries(scripts), ...configOf(layout.config) });
}

function configOf(path: string | undefined): Omit<Workspace, 'scripts'> {
  const text = path && textOf(path);
  if (!text) return {};
  const { values, variables } = parseConfig(text);
  const config = Object.keys(values);
  return { config, variables: Object.keys(variables), secrets: config.filter((name) => SECRET.test(name)) };
}

/** Nothing for a file that went away meanwhile. */
function textOf(path: string): string | undefined {
  try {
    return statSync(path).size > LARGEST ? undefined : readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
