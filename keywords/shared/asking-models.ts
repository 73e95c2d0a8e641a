/** One question to a language model, as LLM and bots without a script ask it. */
import type { AskContext, Outcome, Ports } from '../../src/spec/index.ts';
import { FormatError, fromJson, MARK, markTree, type Value } from '../../src/values/index.ts';
import { messagesFor, modelFor } from './prompting.ts';

export interface ModelWishes {
  readonly model?: string | undefined;
  readonly goal?: string | undefined;
  /** US dollars. */
  readonly cost?: number | undefined;
  /** Milliseconds. */
  readonly latency?: number | undefined;
}

export async function askModel(
  prompt: string,
  ports: Pick<Ports, 'model' | 'memory'>,
  ask: AskContext,
  { model, goal, cost, latency }: ModelWishes = {},
): Promise<Value | Outcome> {
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
}

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
