/** Golden files: written on the first local run, refused in CI when missing, rewritten by `npm run accept`. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** An empty text wants no file. */
export function expectGolden(path: string, text: string): void {
  const exists = existsSync(path);
  const accepts = process.env.UPDATE_GOLDENS === '1';
  if (text === '' && exists && accepts) rmSync(path);
  else if (text !== '' && (accepts || (!exists && !process.env.CI))) writeFileSync(path, text);
  else expect(exists ? readFileSync(path, 'utf8') : '', `${path} (npm run accept rewrites it)`).toBe(text);
}
