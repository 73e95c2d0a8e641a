/** The texts of a package folder that a rehearsal needs: scripts, settings, cases. Links are not followed. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** By path inside the package, parted by `/`. */
export type PackageTexts = Readonly<Record<string, string>>;

const TEXTS = /\.(bas|vbs|vb|vba|basic|csv|json|transcript|md)$/i;
const SCRIPT = /\.(bas|vbs|vb|vba|basic)$/i;
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_FILES = 500;

export function readPackageTexts(folder: string): PackageTexts {
  const texts: Record<string, string> = {};
  const walk = (inside: string): void => {
    for (const entry of readdirSync(join(folder, inside), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.name.startsWith('.') || Object.keys(texts).length >= MOST_FILES) continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && TEXTS.test(path)) {
        const text = readText(join(folder, path));
        if (text !== undefined) texts[path] = text;
      }
    }
  };
  walk('');
  return texts;
}

/** Nothing where it is too large or no UTF-8: such a file is not tried. */
function readText(file: string): string | undefined {
  if (statSync(file).size > MOST_BYTES) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Stem, lower-case → text. */
export const scriptsIn = (texts: PackageTexts): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).flatMap(([path, text]) => (SCRIPT.test(path) ? [[scriptStem(path), text] as const] : [])));

const scriptStem = (path: string): string => basename(path).replace(SCRIPT, '').toLowerCase();

export const configIn = (texts: PackageTexts): string =>
  Object.entries(texts).find(([path]) => basename(path).toLowerCase() === 'config.csv')?.[1] ?? '';

export interface CaseFile {
  /** Its file without folder and ending. */
  readonly name: string;
  readonly path: string;
  readonly kind: 'case' | 'transcript';
  /** Of a transcript: the script beside it. */
  readonly script?: string;
}

/** What lies in NAME.gbtest, and transcripts beside their scripts: the good way first. */
export function casesIn(texts: PackageTexts): readonly CaseFile[] {
  const found = Object.keys(texts).flatMap((path): readonly CaseFile[] => {
    const name = basename(path).replace(/\.[^.]+$/, '');
    if (/\.gbtest\/[^/]+\.json$/i.test(path)) return [{ name, path, kind: 'case' }];
    return path.endsWith('.transcript') ? [{ name, path, kind: 'transcript', script: name.toLowerCase() }] : [];
  });
  return found.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

const rank = ({ kind, name }: CaseFile): number => (kind === 'transcript' ? 2 : name === 'good' ? 0 : 1);
