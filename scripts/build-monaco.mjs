// Builds the text editor and its worker: a bundle of its own, which the designer loads when a text pane is first opened.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** Names of the files under /assets. */
export async function buildMonaco(folder) {
  const options = {
    outdir: join(folder, 'assets'),
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    format: 'esm',
    target: 'es2022',
    loader: { '.ttf': 'file' },
    publicPath: '/assets',
    minify: true,
    metafile: true,
    legalComments: 'none',
    plugins: [adoptedStyles, exportedFolder],
  };
  const editor = await build({ ...options, entryPoints: { monaco: 'web/designer/text/monaco.ts' } });
  const worker = await build({ ...options, entryPoints: { 'monaco-worker': 'monaco-editor/editor/editor.worker' } });
  const outputs = [...Object.keys(editor.metafile.outputs), ...Object.keys(worker.metafile.outputs)].map((path) => basename(path));
  const named = (pattern) => `/assets/${outputs.find((name) => pattern.test(name)) ?? missing(pattern)}`;
  return { script: named(/^monaco-(?!worker).*\.js$/), style: named(/^monaco-.*\.css$/), worker: named(/^monaco-worker-.*\.js$/) };
}

/** The package exports its modules without their endings, and no styles. */
const exportedFolder = {
  name: 'monaco-styles',
  setup({ onResolve }) {
    onResolve({ filter: /^monaco-editor\/.*\.css$/ }, ({ path }) => ({
      path: join(process.cwd(), 'node_modules', path.replace('monaco-editor/', 'monaco-editor/esm/vs/')),
    }));
  },
};

/**
 * The editor writes rules into style elements, which the policy of our pages forbids. Sheets made by script are not
 * inline: its one place that makes such elements is given one of those instead.
 */
const adoptedStyles = {
  name: 'monaco-adopted-styles',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]base[\\/]browser[\\/]domStylesheets\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [from, to] of [
        ["const style = document.createElement('style');", 'const style = new AdoptedStyle();'],
        ['container.appendChild(style);', 'style.adopt();'],
      ]) {
        if (contents.split(from).length !== 2) throw new Error(`${path} no longer says ${from}`);
        contents = contents.replace(from, to);
      }
      return { contents: `${contents}\n${ADOPTED_STYLE}`, loader: 'js' };
    });
  },
};

const ADOPTED_STYLE = `
class AdoptedStyle {
  sheet = new CSSStyleSheet();
  #text = '';
  get textContent() { return this.#text; }
  set textContent(text) { this.#text = text; this.sheet.replaceSync(text); }
  adopt() { document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet]; }
  remove() { document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet); }
}`;

function missing(pattern) {
  throw new Error(`${pattern} was not built`);
}
