/** Lines that can be tried on their own: what acts on the world, asks somebody, or is a step of a workflow. */
import type { Span } from '../../base/index.ts';
import { positionAt } from '../../base/index.ts';
import { everyStatement } from './names.ts';
import type { Project } from './project.ts';

export interface Lens {
  readonly span: Span;
  /** From 1. */
  readonly line: number;
  /** Canonical name. */
  readonly keyword: string;
}

const WORTH_TRYING = new Set(['repeatable', 'consequential', 'wait', 'data']);

export function lenses(project: Project, file: string): readonly Lens[] {
  const source = project.source(file);
  const byLine = new Map<number, Lens>();
  for (const statement of everyStatement(source)) {
    if (statement.kind !== 'keyword') continue;
    const effect = project.vocabulary.keyword(statement.keyword)?.effect;
    if (statement.keyword !== 'STEP' && !(effect && WORTH_TRYING.has(effect.class))) continue;
    const { line } = positionAt(source.starts, statement.span.start);
    if (!byLine.has(line)) byLine.set(line, { span: statement.span, line, keyword: statement.keyword });
  }
  return [...byLine.values()];
}
