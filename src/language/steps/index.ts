export { languageBrief, scriptIn } from './brief.ts';
export { conditionPhrase, formula, valuePhrase } from './expressions.ts';
export { hasSentence } from './keyword-sentences.ts';
export { stepId } from './kinds.ts';
export { describeSteps } from './palette.ts';
export { inWords, type Part, type Parts, plain } from './parts.ts';
export { armSentence, branchSentence, caseSentence, sentenceOf } from './sentences.ts';
export * from './types.ts';
