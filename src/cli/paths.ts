/** Where the parts of an installation lie: beside the bundle, or in the source tree. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export function installationFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error('the installation has no package.json');
  }
}

export const templatesFolder = (): string => join(installationFolder(), 'templates');

export const version = (): string =>
  (JSON.parse(readFileSync(join(installationFolder(), 'package.json'), 'utf8')) as { version: string }).version;
