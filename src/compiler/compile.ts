/** One script: text to tree, names, checks, program. Any error means there is no program. */
import type { Block, Diagnostic, Program, Script } from '../spec/index.ts';
import { checkCalls } from './check/calls.ts';
import { checkDepth } from './check/depth.ts';
import { checkJumps, checkLabelUse } from './check/jumps.ts';
import { checkNames } from './check/names.ts';
import { checkShape } from './check/shape.ts';
import { checkUses } from './check/uses.ts';
import { type Language, vocabularyOf } from './language.ts';
import { lowerProgram } from './lower/program.ts';
import { createReporter } from './reporter.ts';
import { resolveScope } from './resolve/scope.ts';

export interface CompileOptions {
  /** File name inside the package: `start.bas`. */
  readonly script: string;
  readonly language: Language;
  /** Stems of the package's scripts, lower-case; left out where a file stands alone: then calls of scripts are not checked. */
  readonly scripts?: Iterable<string>;
  /** Names that config.csv gives. */
  readonly variables?: Iterable<string>;
}

export interface Compiled {
  readonly program?: Program;
  readonly tree: Script;
  readonly diagnostics: readonly Diagnostic[];
}

export function compile(source: string, { script, language, scripts, variables }: CompileOptions): Compiled {
  const vocabulary = vocabularyOf(language);
  const reporter = createReporter();
  const { tree, diagnostics } = language.parse(source);
  reporter.add(diagnostics);
  const body = bodyOf(tree);
  if (!checkDepth(body, reporter.report)) return { tree, diagnostics: reporter.all() };
  const declarations = checkUses(body, vocabulary, reporter.report);
  const stems = scripts && new Set(scripts);
  const params = declarations.params.map((each) => each.name.toLowerCase());
  const given = { params, variables: lowerCase(variables ?? []), scripts: stems };
  const scope = resolveScope(body, given, vocabulary);
  checkCalls(body, { scope, vocabulary, scripts: stems, reporter });
  checkJumps(body, vocabulary, reporter);
  checkShape(body, { scope, vocabulary, reporter });
  if (reporter.hasErrors()) return { tree, diagnostics: reporter.all() };
  // Guesses about the whole script, worth something only when all of it was understood.
  checkNames(body, scope, vocabulary, reporter);
  checkLabelUse(body, reporter);
  const program = lowerProgram({ script, text: source, body, scope, vocabulary, declarations });
  return { program, tree, diagnostics: reporter.all() };
}

const lowerCase = (names: Iterable<string>): readonly string[] => Array.from(names, (name) => name.toLowerCase());

/** A file of prose is a prompt: a script that answers its text. */
const bodyOf = ({ prose, body, span }: Script): Block => (prose ? [{ kind: 'return', value: prose, span, tile: span }] : body);
