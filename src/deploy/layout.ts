/**
 * Which packages a folder holds and which files each consists of, in all the irregular layouts
 * that packages come in: category folders at any depth, dialog folders of another name, scripts in
 * the root, a script called `default.gbdialog`, a package nested in its own folder.
 *
 * Reads names only; nothing is opened here. Links are never followed.
 */
import { type Dirent, readdirSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { MOST_DEPTH } from './names.ts';

export interface PackageLayout {
  /** Bot name: the folder's stem, lower-case as in URLs. */
  readonly name: string;
  readonly folder: string;
  /** Script stem, lower-case → path. */
  readonly scripts: ReadonlyMap<string, string>;
  readonly config?: string;
  readonly notes: readonly string[];
}

const SCRIPT = /\.(bas|vbs|vb|vba|basic)$/i;

/** All packages below `root`, by name; of two with one name, the second is called after its category too. */
export function findPackages(root: string): readonly PackageLayout[] {
  const found = new Map<string, PackageLayout>();
  for (const folder of packageFolders(root, 0)) {
    const layout = readLayout(folder);
    const name = found.has(layout.name) ? categoryName(root, folder, layout.name, found) : layout.name;
    found.set(name, { ...layout, name });
  }
  return [...found.values()];
}

export const isPackageName = (name: string): boolean => /^[^.~].*\.gbai$/i.test(name);

export const readLayout = (folder: string): PackageLayout => arrange(folder, filesBelow(folder));

/** What a package would consist of that had these files. */
export function arrange(folder: string, files: readonly string[]): PackageLayout {
  const scripts = new Map<string, string>();
  const notes: string[] = [];
  const configs: string[] = [];
  for (const path of [...files].sort()) {
    const inside = relative(folder, path).split(sep);
    if (isConfig(inside)) configs.push(path);
    else if (isScript(inside)) addScript(scripts, notes, folder, path);
  }
  // A config of the folder that bears the package's name wins over strays.
  const stem = stemOf(folder);
  const config = configs.find((path) => path.toLowerCase().includes(`${sep}${stem}.gbot${sep}`)) ?? configs[0];
  return { name: stem, folder, scripts, notes, ...(config && { config }) };
}

const stemOf = (folder: string) =>
  basename(folder)
    .replace(/\.gbai$/i, '')
    .toLowerCase();

function packageFolders(folder: string, depth: number): string[] {
  return entriesOf(folder).flatMap((entry) => {
    if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    if (isPackageName(entry.name)) return [path];
    return depth < MOST_DEPTH ? packageFolders(path, depth + 1) : [];
  });
}

/** Neither hidden ones nor links. */
export function filesBelow(folder: string, depth = 0): string[] {
  return entriesOf(folder).flatMap((entry) => {
    if (entry.name.startsWith('.')) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth < MOST_DEPTH ? filesBelow(path, depth + 1) : [];
    return entry.isFile() ? [path] : [];
  });
}

/** A folder that went away while we looked holds nothing. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

const within = (inside: readonly string[], ending: string) => inside.slice(0, -1).some((part) => part.toLowerCase().endsWith(ending));

const isConfig = (inside: readonly string[]) =>
  inside.at(-1)?.toLowerCase() === 'config.csv' && (within(inside, '.gbot') || onlyPackages(inside));

function isScript(inside: readonly string[]): boolean {
  const name = (inside.at(-1) as string).toLowerCase();
  if (name === 'default.gbdialog') return true;
  return SCRIPT.test(name) && (within(inside, '.gbdialog') || onlyPackages(inside));
}

/** In the package's root, or in the root of one nested in it. */
const onlyPackages = (inside: readonly string[]) => inside.slice(0, -1).every(isPackageName);

function addScript(scripts: Map<string, string>, notes: string[], folder: string, path: string): void {
  const name = basename(path);
  const stem = name.toLowerCase() === 'default.gbdialog' ? 'start' : name.replace(SCRIPT, '').toLowerCase();
  const former = scripts.get(stem);
  if (former) notes.push(`${relative(folder, path)} is not used: ${relative(folder, former)} has the same name`);
  else scripts.set(stem, path);
}

function categoryName(root: string, folder: string, name: string, taken: ReadonlyMap<string, unknown>): string {
  const category = basename(join(folder, '..'));
  const longer = folder === join(root, basename(folder)) ? name : `${category.toLowerCase()}-${name}`;
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? longer : `${longer}-${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}
