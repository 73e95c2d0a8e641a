// Builds the pages: one application, its parts named by their content, so that a browser keeps them for ever.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

export async function buildWeb(folder) {
  const { metafile } = await build({
    entryPoints: ['web/main.tsx', 'web/style.css', 'web/icon.svg'],
    outdir: join(folder, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'copy' },
    minify: true,
    metafile: true,
  });
  const built = Object.entries(metafile.outputs).map(([path, { entryPoint }]) => [entryPoint, `/assets/${basename(path)}`]);
  const nameOf = (entry) =>
    built.find(([entryPoint, path]) => entryPoint === entry || (!entryPoint && path.endsWith('.svg')))?.[1] ?? missing(entry);
  const shell = readFileSync('web/index.html', 'utf8')
    .replace('{script}', nameOf('web/main.tsx'))
    .replace('{style}', nameOf('web/style.css'))
    .replace('{icon}', nameOf('web/icon.svg'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.html'), shell);
}

function missing(entry) {
  throw new Error(`${entry} was not built`);
}
