/** Keywords that frame statements: the compiler makes steps of them; all others are asks or computations. */
import type { KeywordUse } from '../../../spec/index.ts';
import type { Frame } from '../frame.ts';
import { lowerBot } from './bot.ts';
import { lowerWorkflow } from './orchestrate.ts';
import { lowerStep, registerUndo } from './step.ts';

export const FRAMING: Readonly<Record<string, (frame: Frame, use: KeywordUse) => void>> = {
  'ORCHESTRATE WORKFLOW': lowerWorkflow,
  STEP: lowerStep,
  BOT: lowerBot,
  COMPENSATE: (frame) => registerUndo(frame),
};

export { endWorkflows } from './orchestrate.ts';
