/** Programs of texts, for tests that write their own. */
import { compile, renderDiagnostics } from '../../src/compiler/index.ts';
import { standardLanguage } from '../../src/language/index.ts';
import type { Program } from '../../src/spec/index.ts';

export function compiled(sources: Readonly<Record<string, string>>): Readonly<Record<string, Program>> {
  const scripts = Object.keys(sources);
  const programs = Object.entries(sources).map(([stem, source]) => {
    const script = `${stem}.bas`;
    const { program, diagnostics } = compile(source, { script, language: standardLanguage(), scripts });
    if (!program) throw new Error(renderDiagnostics(diagnostics, source, script));
    return [stem, program] as const;
  });
  return Object.fromEntries(programs);
}
