// Builds the pages: one application, its parts named by their content, so that a browser keeps them for ever.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { buildMonaco } from './build-monaco.mjs';

export async function buildWeb(folder) {
  const { steps, syntax } = await describeLanguage(folder);
  const stepsFile = writeData(folder, 'steps', steps);
  const syntaxFile = writeData(folder, 'syntax', syntax);
  const designerStyle = await buildDesignerStyle(folder);
  const monaco = await buildMonaco(folder);
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
    define: {
      STEPS_FILE: JSON.stringify(stepsFile),
      SYNTAX_FILE: JSON.stringify(syntaxFile),
      DESIGNER_STYLE: JSON.stringify(designerStyle),
      MONACO_FILES: JSON.stringify(monaco),
    },
    minify: true,
    metafile: true,
    plugins: [readingOnly],
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

/** A sheet of its own, whose name the script must know: the other pages do not load it. */
async function buildDesignerStyle(folder) {
  const { metafile } = await build({
    entryPoints: ['web/designer/designer.css'],
    outdir: join(folder, 'assets'),
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    metafile: true,
  });
  return `/assets/${basename(Object.keys(metafile.outputs)[0])}`;
}

/** What the designer knows of steps and syntax: data, so no script of the page, and made from the keywords as they are now. */
async function describeLanguage(folder) {
  const bundle = resolve(folder, `steps-${process.pid}.mjs`);
  await build({
    stdin: {
      contents: `
        import { SYNTAX } from './grammar/index.ts';
        import { keywords } from './keywords/index.ts';
        import { describeSteps } from './src/language/steps/index.ts';
        export const steps = describeSteps(keywords, SYNTAX);
        export const syntax = SYNTAX;`,
      resolveDir: '.',
    },
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
  });
  const language = await import(pathToFileURL(bundle).href);
  rmSync(bundle);
  return language;
}

function writeData(folder, name, data) {
  const text = JSON.stringify(data);
  const file = `${name}-${createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase()}.json`;
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'assets', file), text);
  return `/assets/${file}`;
}

function missing(entry) {
  throw new Error(`${entry} was not built`);
}

/** The first drawing needs the parser alone; the rest of the grammar comes with the text pane. */
const readingOnly = {
  name: 'reading-only',
  setup({ onResolve }) {
    onResolve({ filter: /\/grammar\/index\.ts$/ }, ({ importer }) =>
      /[\\/](?:web[\\/]designer[\\/]reader\.ts$|src[\\/]language[\\/]document[\\/])/.test(importer)
        ? { path: resolve('grammar/reading.ts') }
        : undefined,
    );
  },
};
