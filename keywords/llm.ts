/**
 * LLM: one question to a language model. The answer is journaled, so a restart repeats neither the call nor its
 * cost; what the visitor sees of it before is provisional. It came from outside: it is marked, and stays so in what is made of it.
 */
import { defineKeyword, number, text, value } from '../src/spec/index.ts';
import { askModel } from './shared/asking-models.ts';

export const llm = defineKeyword({
  name: 'LLM',
  group: 'ai',
  since: '0.1',
  summary: 'Asks a language model and returns its answer.',
  syntax: 'LLM <prompt> { /WITH MODEL <model> | /WITH OPTIMIZE FOR <goal> | /WITH MAX_COST <cost> | /WITH MAX_LATENCY <latency> }',
  params: {
    prompt: text('What to ask. A prompt that wants JSON and gets it returns objects and lists.'),
    model: text('Name of the model; llm-model of config.csv when left out.').optional(),
    goal: text('speed, cost or quality: takes llm-model-speed and its like of config.csv where there is one.').optional(),
    cost: number('US dollars this call may cost at most; refused where the price is not known.').optional(),
    latency: number('Milliseconds the whole answer may take.').optional(),
  },
  returns: value('The answer.'),
  example: 'summary = LLM "Summarize in one sentence: " + letter',
  effect: { class: 'repeatable', tier: 1, needs: ['model', 'memory'] },
  perform: ({ prompt, ...wishes }, { ports, ask }) => askModel(prompt, ports, ask, wishes),
});
