/**
 * LLM: one question to a language model. The answer is journaled, so a restart repeats neither the call nor its
 * cost; what the visitor sees of it before is provisional. It came from outside: it is marked, and stays so in what is made of it.
 */
import { type AskContext, defineKeyword, number, text, value } from '../src/spec/index.ts';
import { FormatError, fromJson, MARK, markTree, type Value } from '../src/values/index.ts';
import { messagesFor, modelFor } from './shared/prompting.ts';

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
  async perform({ prompt, model, goal, cost, latency }, { ports, ask }) {
    const { config, key, abort, granted } = ask;
    const temperature = Number.parseFloat(config['llm-temperature'] ?? '');
    const outcome = await ports.model.complete({
      messages: await messagesFor(prompt, ports.memory, ask),
      model: modelFor(model, goal, config),
      ...(Number.isFinite(temperature) && { temperature }),
      ...(cost !== undefined && { maxCostUsd: cost }),
      ...(latency !== undefined && { timeoutMs: latency }),
      config,
      key,
      abort,
      granted,
      stream: isShown(prompt, config) ? (piece) => ask.stream(piece) : () => {},
    });
    return outcome.answer ? answered(outcome.answer.text, prompt) : outcome;
  },
});

/** While it is written the visitor may watch, but not a text that only the program reads. `llm-stream,false` says that all are. */
const isShown = (prompt: string, config: AskContext['config']): boolean =>
  !WANTS_JSON.test(prompt) && !/^(false|no|off|0)$/i.test(config['llm-stream']?.trim() ?? '');

const WANTS_JSON = /\bjson\b/i;

const answered = (answer: string, prompt: string): Value => markTree((WANTS_JSON.test(prompt) && jsonIn(answer)) || answer, MARK.model);

/** Models like to wrap it in a fence. */
function jsonIn(answer: string): Value | undefined {
  const body = (/^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/i.exec(answer)?.[1] ?? answer).trim();
  if (!/^[[{]/.test(body)) return undefined;
  try {
    return fromJson(body);
  } catch (error) {
    // Not JSON after all: the text itself is the answer.
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
