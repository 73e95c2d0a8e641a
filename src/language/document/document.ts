/** A script opened, and changed. Any text opens; `print` of what was opened is the text itself. */
import { applyEdits } from './edits.ts';
import { rereadParts } from './reread.ts';
import { settleTree } from './settle.ts';
import { drawLane } from './tree.ts';
import type { Document, Lane, Reader, TextEdit } from './types.ts';

/** A longer script is text only: nobody reads such a drawing, and each key would cost more than a moment. */
export const MOST_DRAWN = 1_000_000;

export function openDocument(text: string, { parse, table }: Reader): Document {
  return read(text, { parse, table }, undefined, 1);
}

/** The document after the edits; nodes that did not change are the same objects. */
export function applyChange(document: Document, edits: readonly TextEdit[]): Document {
  if (edits.length === 0) return document;
  const text = applyEdits(document.text, edits);
  if (text === document.text) return document;
  const part = text.length > MOST_DRAWN ? undefined : rereadParts(document, edits);
  if (!part) return read(text, document.reader, document, document.nextId);
  const { root, nextId } = settleTree(part.root, text, document, document.nextId);
  return { ...document, text, root, nextId, diagnostics: part.diagnostics };
}

function read(text: string, reader: Reader, before: Document | undefined, firstId: number): Document {
  if (text.length > MOST_DRAWN) return undrawn(text, reader, firstId);
  const { tree, diagnostics, isWhole = false } = reader.parse(text);
  const { root, nextId } = settleTree(drawLane(tree, reader.table), text, before, firstId);
  return { text, root, diagnostics, reader, nextId, isWhole, isProse: tree.prose !== undefined, isDrawn: true };
}

function undrawn(text: string, reader: Reader, nextId: number): Document {
  const span = { start: 0, end: text.length };
  const root: Lane = { key: '', label: '', head: { start: 0, end: 0 }, span, fields: [], children: [], starts: [] };
  return { text, root, diagnostics: [], reader, nextId, isWhole: false, isProse: false, isDrawn: false };
}
