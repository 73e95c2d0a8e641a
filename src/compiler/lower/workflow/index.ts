/** Keywords that frame statements: the compiler makes steps of them; all others are asks or computations. */
import type { KeywordUse, Register, Statement } from '../../../spec/index.ts';
import type { Frame } from '../frame.ts';
import { lowerBot, lowerDelegate, lowerTold } from './bot.ts';
import { lowerWorkflow } from './orchestrate.ts';
import { findWorkflow } from './scope.ts';
import { lowerStep } from './step.ts';
import { answeredUse, lowerAnswered, lowerEnding } from './timeouts.ts';
import { registerUndo } from './undo.ts';

export const FRAMING: Readonly<Record<string, (frame: Frame, use: KeywordUse) => void>> = {
  'ORCHESTRATE WORKFLOW': lowerWorkflow,
  STEP: lowerStep,
  BOT: lowerBot,
  REJECT: lowerEnding('rejected'),
  'CANCEL WORKFLOW': lowerEnding('cancelled'),
  COMPENSATE: (frame) => registerUndo(frame),
};

/** Those that answer a value, and are given the variables of the script. */
export const DELEGATING: Readonly<Record<string, (frame: Frame, use: KeywordUse, into?: Register) => Register>> = {
  'DELEGATE TO': lowerDelegate,
  'TRANSFER CONVERSATION': lowerTold,
  'BROADCAST TO BOTS': lowerTold,
};

/** An approval that nobody keeps, in a workflow: it decides. True where it was one. */
export function lowerApproval(frame: Frame, statement: Statement): boolean {
  const answered = statement.kind === 'keyword' && statement.keyword === 'HUMAN APPROVAL' ? answeredUse(statement) : undefined;
  if (!answered || answered.target || !findWorkflow(frame)) return false;
  lowerAnswered(frame, answered);
  return true;
}

export { endWorkflows } from './orchestrate.ts';
