/** Where a name is defined, and where it stands. */
import type { Span } from '../../base/index.ts';
import type { Occurrence } from './names.ts';
import type { Project, Source } from './project.ts';
import { lastBefore, touches } from './text.ts';

export interface Location {
  readonly file: string;
  readonly span: Span;
}

/** The name that the offset is on, or directly behind. */
export function nameAt(project: Project, source: Source, offset: number): Occurrence | undefined {
  const all = project.occurrences(source);
  const index = lastBefore(
    all.map(({ span }) => span),
    offset,
  );
  return [all[index], all[index - 1]].find((each) => each && touches(each.span, offset));
}

/** Every place in the package that stands for the same, in the order of files and text. */
export function placesOf(project: Project, key: string): readonly (Location & { readonly name: Occurrence })[] {
  return project.sources.flatMap((source) =>
    project
      .occurrences(source)
      .filter((each) => each.key === key)
      .map((name) => ({ file: source.file, span: name.span, name })),
  );
}

export function references(project: Project, file: string, offset: number, withDefinition = true): readonly Location[] {
  const name = nameAt(project, project.source(file), offset);
  if (!name) return [];
  return placesOf(project, name.key)
    .filter(({ name: each }) => withDefinition || each.role !== 'definition')
    .map(({ file: where, span }) => ({ file: where, span }));
}

/** What says what the name is: its definition, else the first place that sets it; of a script, its beginning. */
export function definition(project: Project, file: string, offset: number): readonly Location[] {
  const name = nameAt(project, project.source(file), offset);
  if (!name) return [];
  if (name.kind === 'script') {
    const script = project.sources.find(({ stem }) => `script ${stem}` === name.key);
    return script ? [{ file: script.file, span: { start: 0, end: 0 } }] : [];
  }
  const places = placesOf(project, name.key);
  const defined = places.filter(({ name: each }) => each.role === 'definition');
  const first = defined.length > 0 ? defined : places.filter(({ name: each }) => each.role === 'write').slice(0, 1);
  return first.map(({ file: where, span }) => ({ file: where, span }));
}
