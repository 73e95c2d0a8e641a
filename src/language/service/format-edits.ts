/** Formatting as edits: lines that stay are not touched, so that a cursor stays where it was. */
import { format } from '../../../grammar/index.ts';
import { applyEdits, type TextEdit } from '../document/index.ts';
import type { Project } from './project.ts';

export function formatEdits(project: Project, file: string): readonly TextEdit[] {
  const before = project.source(file).text;
  const after = format(before, project.language.parse);
  if (after === before) return [];
  const edits = lineEdits(splitLines(before), splitLines(after));
  return applyEdits(before, edits) === after ? edits : [{ start: 0, end: before.length, text: after }];
}

const splitLines = (text: string): readonly string[] => text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];

/** The formatter changes lines in place and takes blank ones away: both are walked together. */
function lineEdits(before: readonly string[], after: readonly string[]): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let offset = 0;
  let at = 0;
  for (const line of before) {
    const wanted = after[at];
    const isSame = wanted !== undefined && same(line, wanted);
    if (!isSame) edits.push({ start: offset, end: offset + line.length, text: '' });
    else {
      if (wanted !== line) edits.push({ start: offset, end: offset + line.length, text: wanted });
      at++;
    }
    offset += line.length;
  }
  return edits;
}

const same = (a: string, b: string): boolean => a === b || a.trim().toUpperCase() === b.trim().toUpperCase();
