/** A script with the neighbours it may CALL, ready to run; its mistakes go to the terminal. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compilePackage, renderDiagnostics, stemOf } from '../compiler/index.ts';
import { parseConfig } from '../deploy/index.ts';
import type { SessionScript } from '../host/index.ts';
import { standardLanguage } from '../language/index.ts';
import type { Terminal } from './command.ts';
import { readText } from './read-text.ts';
import { packageOf, shown } from './sources.ts';

/** Nothing when the script, or one of its package, has an error. */
export function compileScript(
  path: string,
  settings: Readonly<Record<string, string | number>>,
  terminal: Terminal,
): SessionScript | undefined {
  const file = resolve(path);
  const source = readText(file);
  const layout = packageOf(file);
  const config = parseConfig(layout?.config ? readFileSync(layout.config, 'utf8') : '');
  const variables = { ...config.variables, ...settings };
  const stem = stemOf(file);
  const sources: Record<string, string> = { [stem]: source };
  const files = new Map([[stem, file]]);
  for (const [other, otherFile] of layout?.scripts ?? []) {
    if (other === stem) continue;
    sources[other] = readText(otherFile);
    files.set(other, otherFile);
  }
  const { programs, diagnostics, hasErrors } = compilePackage({
    scripts: sources,
    variables: Object.keys(variables),
    language: standardLanguage(),
  });
  for (const each of diagnostics)
    terminal.err(`${renderDiagnostics(each.diagnostics, each.source, shown(files.get(stemOf(each.file)) ?? each.file))}\n`);
  return hasErrors ? undefined : { stem, programs, sources, config: config.values, variables };
}
