/**
 * From a gesture to text edits. An operation drafts its edits and says how the row of steps must look afterwards; the
 * text is read again, and when anything else came out nothing happens and the reason is told.
 */
import { never, type Span } from '../../../base/index.ts';
import { applyChange } from '../document.ts';
import { placeAt, placesIn } from '../places.ts';
import type { Document, Operation, Plan } from '../types.ts';
import { addLane, makeBlock, removeLane } from './bodies.ts';
import type { Drafted } from './draft.ts';
import { replaceText, setComment, setField } from './fields.ts';
import { isAsMeant, rowOfScript } from './guard.ts';
import { cut, duplicate, insert, move, paste, remove } from './structure.ts';

export function plan(document: Document, operation: Operation): Plan {
  if (!document.isDrawn) return { ok: false, why: 'the script is too long to be drawn: edit it as text' };
  const draft = draftOf(document, operation);
  if (typeof draft === 'string') return { ok: false, why: draft };
  const edits = draft.edits.filter(({ start, end, text }) => text !== document.text.slice(start, end));
  const after = applyChange(document, edits);
  if (!isAsMeant(draft.expected, rowOfScript(after)))
    return { ok: false, why: draft.check?.(after) ?? 'other lines would be read differently' };
  const wrong = draft.check?.(after);
  if (wrong) return { ok: false, why: wrong };
  const select = draft.selected.flatMap((span) => selectedIn(after, span));
  return { ok: true, edits, sentence: draft.sentence, select, after };
}

/** The steps in a span; lines that became part of another step (a comment, a text block) are found in that one. */
function selectedIn(after: Document, span: Span): string[] {
  const within = placesIn(after, span);
  const around = within.length === 0 ? placeAt(after, span.start) : undefined;
  return [...within, ...(around ? [around] : [])].map(({ node }) => node.anchor);
}

function draftOf(document: Document, operation: Operation): Drafted {
  switch (operation.kind) {
    case 'insert':
      return insert(document, operation);
    case 'paste':
      return paste(document, operation);
    case 'move':
      return move(document, operation);
    case 'cut':
      return cut(document, operation);
    case 'delete':
      return remove(document, operation);
    case 'duplicate':
      return duplicate(document, operation);
    case 'setField':
      return setField(document, operation);
    case 'replaceText':
      return replaceText(document, operation);
    case 'setComment':
      return setComment(document, operation);
    case 'addLane':
      return addLane(document, operation);
    case 'removeLane':
      return removeLane(document, operation);
    case 'makeBlock':
      return makeBlock(document, operation);
    default:
      return never(operation);
  }
}
