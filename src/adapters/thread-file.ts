/** What a Worker is begun with: the bundle has the thread's file beside it; from the sources, TypeScript needs its loader in the thread too. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Worker, WorkerOptions } from 'node:worker_threads';

/** `bundled`: its name in the bundle; `source`: where it lies in the sources. */
export function threadFile(bundled: string, source: URL, options: WorkerOptions): ConstructorParameters<typeof Worker> {
  if (!import.meta.url.endsWith('.ts')) return [new URL(`./${bundled}`, import.meta.url), options];
  const loader = pathToFileURL(
    createRequire(import.meta.url)
      .resolve('tsx/esm/api')
      .replace(/cjs$/, 'mjs'),
  );
  const start = `import('${loader}').then(({ register }) => { register(); return import('${source}'); })`;
  return [start, { ...options, eval: true }];
}
