/** What is wrong with one script of a package: the compiler's own words, and the ways out that an editor can take. */
import type { Span } from '../../base/index.ts';
import { compile, cyclicCalls } from '../../compiler/index.ts';
import { type Diagnostic, type DiagnosticCode, type Severity, severityOf, wordingOf } from '../../spec/index.ts';
import type { Project } from './project.ts';

export interface Problem {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  readonly help?: string;
  readonly related?: readonly { readonly span: Span; readonly note: string }[];
  /** What fixes go by. */
  readonly details: Diagnostic['details'];
}

export function diagnostics(project: Project, file: string): readonly Problem[] {
  const source = project.source(file);
  const { workspace, language } = project;
  const { diagnostics: found } = compile(source.text, {
    script: `${source.stem}.bas`,
    language,
    bots: project.bots,
    ...(!workspace.isLoose && { scripts: project.stems }),
    ...(workspace.variables && { variables: workspace.variables }),
  });
  return [...found, ...cycles(project, source.stem, found)].map(problemOf);
}

/** Workflows of several scripts that run each other; one that runs itself was told when it was compiled. */
function cycles(project: Project, stem: string, told: readonly Diagnostic[]): readonly Diagnostic[] {
  const found = cyclicCalls(project.sources.map((each) => ({ stem: each.stem, body: each.tree.body }))).get(stem) ?? [];
  return found.filter(({ code, span }) => !told.some((each) => each.code === code && each.span.start === span.start));
}

const problemOf = (diagnostic: Diagnostic): Problem => ({
  code: diagnostic.code,
  severity: severityOf(diagnostic.code),
  span: diagnostic.span,
  details: diagnostic.details,
  ...wordingOf(diagnostic),
  ...(diagnostic.related && { related: diagnostic.related }),
});
