/** The package around the script that is edited, for the language service: its other scripts, bots, names of config.csv. */
import { Project } from '../../../src/language/service/index.ts';
import type { TextSession } from '../text-pane.ts';
import { LineMap } from './line-map.ts';

/** More scripts than this are not looked into: what they name is then not known here. */
const MOST_SCRIPTS = 100;
const SCRIPT = /\.(bas|basic|vbs|vba|vb)$/i;

export class PackageView {
  readonly file: string;
  project: Project;
  map: LineMap;
  readonly #session: TextSession;

  constructor(session: TextSession) {
    this.#session = session;
    this.file = session.path;
    this.map = new LineMap(session.document.text);
    // Until the others are known, a script that is not here may still be there.
    this.project = Project.open({ scripts: { [this.file]: session.document.text }, bots: session.bots, isLoose: true });
  }

  /** After each change of the text. */
  refresh(): void {
    const { text } = this.#session.document;
    if (text === this.map.text) return;
    this.map = new LineMap(text);
    this.project = this.project.with(this.file, text);
  }

  /** What else the package holds; a part that cannot be read is not known, and that is all. */
  async readOthers(): Promise<void> {
    const base = `/api/v1/packages/${encodeURIComponent(this.#session.bot)}/files`;
    const listed = await fetch(base);
    if (!listed.ok) return;
    const { files } = (await listed.json()) as { files: readonly { readonly path: string; readonly readOnly?: string }[] };
    const read = async (path: string) => {
      const answer = await fetch(`${base}/${path.split('/').map(encodeURIComponent).join('/')}`);
      return answer.ok ? ([path, await answer.text()] as const) : undefined;
    };
    const scripts = files.filter(({ path, readOnly }) => SCRIPT.test(path) && path !== this.file && !readOnly);
    const config = files.find(({ path }) => /(^|\/)config\.csv$/i.test(path));
    const texts = await Promise.all(scripts.slice(0, MOST_SCRIPTS).map(({ path }) => read(path)));
    const names = config ? configNames((await read(config.path))?.[1] ?? '') : { config: [], variables: [], secrets: [] };
    this.project = Project.open({
      scripts: { ...Object.fromEntries(texts.filter((each) => each !== undefined)), [this.file]: this.map.text },
      bots: this.#session.bots,
      isLoose: scripts.length > MOST_SCRIPTS,
      ...names,
    });
  }
}

/** Names only: what they hold does not come near the editor's lists. */
export function configNames(csv: string): { readonly config: string[]; readonly variables: string[]; readonly secrets: string[] } {
  const keys = csv
    .split(/\r\n|\r|\n/)
    .map((line) =>
      line
        .slice(0, Math.max(0, line.indexOf(',')))
        .trim()
        .replace(/^"|"$/g, '')
        .toLowerCase(),
    )
    .filter((key, index) => key !== '' && !key.startsWith('#') && !(index === 0 && (key === 'name' || key === 'key')));
  return {
    config: keys,
    variables: keys.filter((key) => key.startsWith('param-')).map((key) => key.slice('param-'.length).replaceAll(/[\s-]/g, '_')),
    secrets: keys.filter((key) => /key|secret|token|password|credential/.test(key)),
  };
}
