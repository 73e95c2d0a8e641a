// Bundles the CLI, so that it starts fast, and the chat page. Native and WASM parts stay outside the bundle.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { buildWeb } from './build-web.mjs';

rmSync('dist', { recursive: true, force: true });
const bundle = {
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
};
// All that goes into the bundle names the build: packages that another one compiled are compiled again (src/deploy/build-id.ts).
const { metafile } = await build({ ...bundle, write: false, metafile: true });
const id = createHash('sha256');
for (const file of Object.keys(metafile.inputs).sort()) id.update(`${file}\0`).update(readFileSync(file));
await build({ ...bundle, define: { BASALT_BUILD: JSON.stringify(id.digest('hex').slice(0, 32)) } });
await buildWeb('dist/web');
