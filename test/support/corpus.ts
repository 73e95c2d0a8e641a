/** The corpus: every program of test/corpus, by area. Programs of one area can CALL each other. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Compiled, compile } from '../../src/compiler/index.ts';
import { standardLanguage } from '../../src/language/index.ts';

export interface CorpusProgram {
  readonly area: string;
  /** Stem of the script. */
  readonly name: string;
  readonly file: string;
  readonly source: string;
  /** Without an ending: goldens are `${golden}.ast`, …. */
  readonly golden: string;
  /** Stems of the area. */
  readonly scripts: readonly string[];
}

const ROOT = 'test/corpus';

export function corpusPrograms(): readonly CorpusProgram[] {
  const areas = readdirSync(ROOT, { withFileTypes: true }).filter((each) => each.isDirectory());
  return areas.flatMap(({ name: area }) => {
    const scripts = readdirSync(`${ROOT}/${area}`).flatMap((file) => (file.endsWith('.bas') ? [file.slice(0, -4)] : []));
    return scripts.map((name) => {
      const golden = `${ROOT}/${area}/${name}`;
      return { area, name, file: `${name}.bas`, source: readFileSync(`${golden}.bas`, 'utf8'), golden, scripts };
    });
  });
}

const compiled = new Map<string, Compiled>();

/** Once each: programs are data, many tests may run the same. */
export function compileCorpus({ golden, file, source, scripts }: CorpusProgram): Compiled {
  const before = compiled.get(golden);
  if (before) return before;
  const found = compile(source, { script: file, language: standardLanguage(), scripts });
  compiled.set(golden, found);
  return found;
}
