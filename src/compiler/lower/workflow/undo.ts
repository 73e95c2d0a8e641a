/** COMPENSATE: the undo of the step above it, kept in the order of success. */
import { constant, type Frame, store } from '../frame.ts';
import { findWorkflow, loadFrom, placeAt } from './scope.ts';

/** The undo that the line below the step names, once the step has succeeded. */
export function registerUndo(frame: Frame): void {
  const statement = frame.undoBelow.take();
  const found = findWorkflow(frame);
  if (!statement || !found?.scope.undo) return;
  const { code } = frame;
  const { list, count, statements } = found.scope.undo;
  const mark = code.mark();
  const number = statements.push(statement) - 1;
  const kept = loadFrom(frame, found, list);
  const at = loadFrom(frame, found, count);
  code.emit({ op: 'setIndex', object: kept, index: at, value: constant(frame, number) });
  const next = code.temp();
  code.emit({ op: 'binary', operator: '+', to: next, left: at, right: constant(frame, 1) });
  store(frame, placeAt(found, count), next);
  code.release(mark);
}

/** A step asked that what was done before it be undone. */
export function wantUndo(frame: Frame): void {
  const found = findWorkflow(frame);
  if (found?.scope.undo) store(frame, placeAt(found, found.scope.undo.wanted), constant(frame, true));
}
