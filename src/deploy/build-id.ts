/**
 * Names the compiler that this process is: the build puts a digest of all that went into the bundle here. From the
 * sources, in development, it is a digest of those that decide what a program becomes.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

declare const BASALT_BUILD: string | undefined;

const SOURCES = ['grammar', 'keywords', 'functions', 'src/base', 'src/values', 'src/spec', 'src/compiler', 'src/language', 'src/deploy'];

export const buildId = (installation: string): string => (typeof BASALT_BUILD === 'string' ? BASALT_BUILD : sourceId(installation));

export function sourceId(installation: string): string {
  const id = createHash('sha256').update(readFileSync(join(installation, 'package.json')));
  for (const folder of SOURCES)
    for (const path of readdirSync(join(installation, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (path.endsWith('.ts') && !path.endsWith('.test.ts')) id.update(`${path}\0`).update(readFileSync(join(installation, folder, path)));
  return `source-${id.digest('hex').slice(0, 32)}`;
}
