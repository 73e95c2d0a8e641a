/** Keywords that frame statements: the compiler makes steps of them; all others are asks or computations. */
import type { KeywordUse, Register } from '../../../spec/index.ts';
import type { Frame } from '../frame.ts';
import { lowerBot, lowerDelegate, lowerTold } from './bot.ts';
import { lowerWorkflow } from './orchestrate.ts';
import { lowerStep, registerUndo } from './step.ts';

export const FRAMING: Readonly<Record<string, (frame: Frame, use: KeywordUse) => void>> = {
  'ORCHESTRATE WORKFLOW': lowerWorkflow,
  STEP: lowerStep,
  BOT: lowerBot,
  COMPENSATE: (frame) => registerUndo(frame),
};

/** Those that answer a value, and are given the variables of the script. */
export const DELEGATING: Readonly<Record<string, (frame: Frame, use: KeywordUse, into?: Register) => Register>> = {
  'DELEGATE TO': lowerDelegate,
  'TRANSFER CONVERSATION': lowerTold,
  'BROADCAST TO BOTS': lowerTold,
};

export { endWorkflows } from './orchestrate.ts';
