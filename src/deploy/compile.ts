/** Compiles what a snapshot holds, and says what is wrong in words and places that a person finds. */
import { compilePackage, describeDiagnostics, type Language, type Tool } from '../compiler/index.ts';
import { type Diagnostic, type Program, wordingOf } from '../spec/index.ts';
import type { PackageConfig } from './config.ts';

/** One mistake in a package, as `basalt check` prints it. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: string;
  readonly message: string;
  /** One way out. */
  readonly help?: string;
}

export interface Compiled {
  /** By script stem; absent when any script has an error. */
  readonly programs?: Readonly<Record<string, Program>>;
  readonly tools: readonly Tool[];
  readonly problems: readonly Problem[];
}

/** Stem of the built-in script that answers a message no run waits for. No file can have this name. */
export const ANSWERING = '~answer';
const ANSWERING_SOURCE = 'TALK LLM message\n';

/** `fileOf` names the file of a stem as the author knows it; `bots` are those that live beside this one. */
export function compileSources(
  sources: ReadonlyMap<string, string>,
  config: PackageConfig,
  language: Language,
  fileOf: (stem: string) => string,
  bots: Iterable<string> = [],
): Compiled {
  const scripts = { ...Object.fromEntries(sources), [ANSWERING]: ANSWERING_SOURCE };
  const compiled = compilePackage({ scripts, variables: Object.keys(config.variables), bots, language });
  const problems = compiled.diagnostics.flatMap(({ file, source, diagnostics }) =>
    describeDiagnostics(diagnostics, source, fileOf(file.replace(/\.bas$/, ''))).map((place, index) => ({
      ...place,
      ...wordingOf(diagnostics[index] as Diagnostic),
    })),
  );
  return { tools: compiled.tools, problems, ...(!compiled.hasErrors && { programs: compiled.programs }) };
}
