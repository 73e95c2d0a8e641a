/** STEP: a marker, then the statement; COMPENSATE: the undo of the step above it, kept in the order of success. */
import type { KeywordUse, Operand, Statement } from '../../../spec/index.ts';
import { constant, type Frame, lower, lowerBlock, store } from '../frame.ts';
import { ask } from './orchestrate.ts';
import { findWorkflow, loadFrom, placeAt } from './scope.ts';

const LONGEST_LABEL = 80;

export function lowerStep(frame: Frame, { args, words }: KeywordUse): void {
  const { code } = frame;
  const statement = args.do?.kind === 'statement' ? args.do.statement : undefined;
  const mark = code.mark();
  const n = args.n?.kind === 'expression' ? lower(frame, args.n.value) : constant(frame, '');
  const found = findWorkflow(frame);
  const given: Record<string, Operand> = { n, label: constant(frame, labelOf(frame, statement)) };
  if (found) given.workflow = loadFrom(frame, found, found.scope.id);
  if (words[0]) code.at(words[0]);
  if (found?.scope.state !== undefined)
    code.emit({ op: 'setMember', object: loadFrom(frame, found, found.scope.state), field: 'step', value: n });
  ask(frame, mark, 'STEP', given);
  code.release(mark);
  if (statement) lowerBlock(frame, [statement]);
  registerUndo(frame);
}

/** The first line of the statement, as written. */
function labelOf({ unit }: Frame, statement: Statement | undefined): string {
  if (!statement) return '';
  const [line = ''] = unit.text.slice(statement.span.start, statement.span.end).split(/\r?\n/);
  const short = line.trim();
  return short.length > LONGEST_LABEL ? `${short.slice(0, LONGEST_LABEL)}…` : short;
}

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
