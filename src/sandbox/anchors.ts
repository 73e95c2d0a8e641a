/** The steps of a script as its canvas names them: by line, and back. */
import { lineStarts, positionAt } from '../base/index.ts';
import { absolute, allPlaces, type Document, openDocument, placeAt } from '../language/document/index.ts';
import { standardLanguage } from '../language/index.ts';

export interface StepAnchors {
  /** Of the step that stands on a line. */
  of(line: number): string | undefined;
  /** Where the step of that name begins. */
  lineOf(anchor: string): number | undefined;
}

export function anchorsIn(source: string): StepAnchors {
  let opened: { readonly document: Document; readonly starts: readonly number[]; readonly lines: ReadonlyMap<number, string> } | undefined;
  const open = () => {
    opened ??= read(source);
    return opened;
  };
  return {
    of(line) {
      const { document, starts, lines } = open();
      const start = starts[line - 1];
      return lines.get(line) ?? (start === undefined ? undefined : placeAt(document, start)?.node.anchor);
    },
    lineOf(anchor) {
      const { document, starts } = open();
      const place = allPlaces(document).get(anchor);
      return place && positionAt(starts, absolute(place, place.node.span).start).line;
    },
  };
}

function read(source: string) {
  const document = openDocument(source, standardLanguage());
  const starts = lineStarts(source);
  const lines = new Map<number, string>();
  for (const [anchor, place] of allPlaces(document)) {
    const { line } = positionAt(starts, absolute(place, place.node.span).start);
    // Of two that begin there, the outer one.
    if (!lines.has(line)) lines.set(line, anchor);
  }
  return { document, starts, lines };
}
