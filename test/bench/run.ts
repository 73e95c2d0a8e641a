/**
 * `npm run bench -- NAME…`: bundles test/bench/NAME.ts as the product is bundled (unbundled modules run a third
 * slower: imported functions are never inlined) and runs it in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

const OUT = 'node_modules/.cache/basalt-bench';
const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
/** The parser's library is part of what is measured; the others only stand beside it. */
const external = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name !== 'chevrotain');
const bundle = (options: BuildOptions) =>
  build({ bundle: true, format: 'esm', platform: 'node', target: 'node20', external, logLevel: 'error', ...options });

const names = process.argv.slice(2);
if (names.length === 0) throw new Error('say which: npm run bench -- interp');
// PGlite's thread is a file of its own beside whatever bundle opens it.
await bundle({ entryPoints: { 'pglite-worker': 'src/adapters/pglite/worker.ts' }, outdir: OUT });
for (const name of names) {
  const source = join('test/bench', `${name}.ts`);
  if (!existsSync(source)) throw new Error(`there is no ${source}`);
  const outfile = join(OUT, `${name}.mjs`);
  await bundle({
    stdin: { contents: `import { run } from './${name}.ts';\nawait run();\nprocess.exit();`, resolveDir: 'test/bench' },
    outfile,
  });
  console.log(`── ${name}`);
  const { status } = spawnSync(process.execPath, [outfile], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
