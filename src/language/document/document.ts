/** A script opened, and changed. Any text opens; `print` of what was opened is the text itself. */

import { applyEdits } from './edits.ts';
import { type Before, settleTree } from './settle.ts';
import { drawLane } from './tree.ts';
import type { Document, Reader, TextEdit } from './types.ts';

export function openDocument(text: string, { parse, table }: Reader): Document {
  return read(text, { parse, table }, undefined, 1);
}

/** The document after the edits; nodes that did not change are the same objects. */
export function applyChange(document: Document, edits: readonly TextEdit[]): Document {
  if (edits.length === 0) return document;
  const text = applyEdits(document.text, edits);
  return text === document.text ? document : read(text, document.reader, document, document.nextId);
}

function read(text: string, reader: Reader, before: Before | undefined, firstId: number): Document {
  const { tree, diagnostics, isWhole = false } = reader.parse(text);
  const { root, nextId } = settleTree(drawLane(tree, reader.table), text, before, firstId);
  return { text, root, diagnostics, reader, nextId, source: { body: tree.body, isWhole, isProse: tree.prose !== undefined } };
}
