// Bundles the CLI, so that it starts fast, and the chat page. Native and WASM parts stay outside the bundle.
import { rmSync } from 'node:fs';
import { build } from 'esbuild';
import { buildWeb } from './build-web.mjs';

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: {
    basalt: 'src/main.ts',
    'pglite-worker': 'src/adapters/pglite/worker.ts',
    'sandbox-thread': 'src/sandbox/thread.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  sourcemap: 'linked',
  external: ['@electric-sql/pglite'],
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
await buildWeb('dist/web');
