/** STEP: a marker, then the statement with its clauses around it. */
import type { KeywordUse, Operand, Statement } from '../../../spec/index.ts';
import { constant, type Frame, lower, lowerBlock } from '../frame.ts';
import { delayed, guarded, timed } from './clauses.ts';
import { ask } from './orchestrate.ts';
import { findWorkflow, loadFrom } from './scope.ts';
import { answeredUse, lowerAnswered, lowerOverdue } from './timeouts.ts';
import { registerUndo } from './undo.ts';

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
  if (!statement) return registerUndo(frame);
  delayed(frame, args);
  const onTimeout = args.onTimeout?.kind === 'statement' ? args.onTimeout.statement : undefined;
  const answered = answeredUse(statement);
  guarded(
    frame,
    args,
    () => {
      if (answered) lowerAnswered(frame, answered, onTimeout);
      else if (args.timeout) timed(frame, args.timeout, [statement]);
      else lowerBlock(frame, [statement]);
      registerUndo(frame);
    },
    { once: ONCE, overdue: onTimeout && !answered ? () => lowerOverdue(frame, statement, onTimeout) : undefined },
  );
  code.release(mark);
}

/** Nobody knows whether it happened; or a person has said no. */
const ONCE = ['unknown-outcome', 'rejected'] as const;

/** The first line of the statement, as written. */
function labelOf({ unit }: Frame, statement: Statement | undefined): string {
  if (!statement) return '';
  const [line = ''] = unit.text.slice(statement.span.start, statement.span.end).split(/\r?\n/);
  const short = line.trim();
  return short.length > LONGEST_LABEL ? `${short.slice(0, LONGEST_LABEL)}…` : short;
}
