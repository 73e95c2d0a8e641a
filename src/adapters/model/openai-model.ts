/**
 * Any server that speaks the OpenAI protocol: chat completions, always streamed. Servers differ; absorbed here are a
 * missing usage (counted, marked as estimate), thoughts beside or inside the answer, an empty answer, whole JSON instead
 * of a stream, and a first token that takes minutes while a model loads. An answer that broke off is no answer.
 */
import OpenAI, { APIConnectionError, APIError } from 'openai';
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import { Stream } from 'openai/streaming';
import { fetch as undiciFetch } from 'undici';
import {
  done,
  type LogPort,
  type ModelAnswer,
  type ModelPort,
  type ModelRequest,
  notSent,
  type Outcome,
  refused,
  unknown,
} from '../../spec/index.ts';
import { guardedAddress, hostOf, type Resolve, systemResolve } from '../http/address-guard.ts';
import { type Connection, pinnedAgent } from '../http/pinned-agent.ts';
import { Deadline } from './deadline.ts';
import { type HostServer, type ModelServer, modelServer } from './model-server.ts';
import { loadPrices, type Prices } from './prices.ts';
import { Thoughts } from './thoughts.ts';
import { estimateTokens } from './token-estimate.ts';

export interface ModelTimes {
  readonly connectMs: number;
  /** Loading a model may take minutes. */
  readonly firstTokenMs: number;
  readonly idleMs: number;
}
export const MODEL_TIMES: ModelTimes = { connectMs: 10_000, firstTokenMs: 300_000, idleMs: 60_000 };

export interface OpenAiOptions {
  /** For packages that name no server of their own. */
  readonly host?: HostServer;
  readonly times?: Partial<ModelTimes>;
  /** The price list that came with us, where nobody knows better. */
  readonly prices?: () => Promise<Prices>;
  readonly resolve?: Resolve;
  readonly log?: LogPort;
}

type Completed = Outcome & { readonly answer?: ModelAnswer };
interface Call {
  readonly request: ModelRequest;
  readonly server: ModelServer;
  readonly model: string;
  readonly maxTokens: number | undefined;
  readonly deadline: Deadline;
  readonly connection: Connection;
  readonly times: ModelTimes;
}

const NO_MODEL = 'no model is named: write llm-model into config.csv, or WITH MODEL';

export function createOpenAiModel(options: OpenAiOptions): ModelPort {
  const times = { ...MODEL_TIMES, ...options.times };
  return {
    provider: 'openai',
    async complete(request) {
      const server = modelServer(request.config, options.host);
      if (!server) return refused('no model server is configured: write llm-url into config.csv, or set OPENAI_API_KEY');
      const model = request.model ?? server.model;
      if (!model) return refused(NO_MODEL);
      const budget = await affordable({ ...request, model }, options.prices ?? loadPrices);
      if (typeof budget === 'string') return refused(budget);
      warnOfWindow(request, options.log);
      const deadline = new Deadline(request.abort);
      if (request.timeoutMs !== undefined) deadline.whole(request.timeoutMs);
      try {
        return await called({ request, server, model, maxTokens: budget, deadline, connection: { open: false }, times }, options);
      } finally {
        deadline.end();
      }
    },
  };
}

/** How many tokens the answer may have; a sentence where the call may cost too much. */
async function affordable(
  { model, messages, maxTokens, maxCostUsd }: ModelRequest,
  prices: () => Promise<Prices>,
): Promise<number | undefined | string> {
  if (maxCostUsd === undefined) return maxTokens;
  const price = (await prices())(model);
  if (!price) return `the price of ${model} is not known, so it cannot be kept below ${maxCostUsd} US dollars`;
  const left = maxCostUsd - messages.reduce((sum, { text }) => sum + estimateTokens(text), 0) * price.input;
  const tokens = price.output > 0 ? Math.floor(left / price.output) : Number.MAX_SAFE_INTEGER;
  if (left < 0 || tokens < 1) return `an answer of ${model} would cost more than ${maxCostUsd} US dollars`;
  return Math.min(tokens, maxTokens ?? 1_000_000);
}

/** Some servers cut a prompt that does not fit without a word. */
function warnOfWindow({ config, messages }: ModelRequest, log: LogPort | undefined): void {
  const window = Number(config['llm-server-ctx-size']);
  const tokens = messages.reduce((sum, { text }) => sum + estimateTokens(text), 0);
  if (window > 0 && tokens > window) log?.log('warn', 'the prompt is longer than the window of the model', { tokens, window });
}

async function called(call: Call, { resolve = systemResolve }: OpenAiOptions): Promise<Completed> {
  const { server, request, connection, times, deadline } = call;
  if (!URL.canParse(server.url)) return refused(`llm-url is "${server.url}", which is no address`);
  const url = new URL(server.url);
  const checked = await guardedAddress(url, server.isHosts ? [url.hostname] : request.granted, resolve);
  if ('refused' in checked) return refused(checked.refused);
  if ('unresolved' in checked) return notSent(checked.unresolved);
  const dispatcher = pinnedAgent(hostOf(url), checked.address, connection, times);
  const client = new OpenAI({
    baseURL: server.url,
    // Servers that want no key still refuse an empty header.
    apiKey: server.key || 'none',
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: 2_147_483_647,
    fetch: ((address: string, init: object) => undiciFetch(address, { ...init, dispatcher, redirect: 'error' })) as never,
    logLevel: 'off',
  });
  try {
    deadline.phase(times.firstTokenMs, 'the model said nothing');
    return await collected(await opened(client, call), client, call);
  } catch (error) {
    return failed(error, call);
  } finally {
    await dispatcher.destroy();
  }
}

/** Some servers refuse what they do not know; the one thing we can do without is left out then. */
async function opened(client: OpenAI, call: Call): Promise<Response> {
  const { request, model, maxTokens, server, deadline } = call;
  const limit =
    maxTokens === undefined
      ? {}
      : new URL(server.url).hostname === 'api.openai.com'
        ? { max_completion_tokens: maxTokens }
        : { max_tokens: maxTokens };
  const body: ChatCompletionCreateParamsStreaming = {
    model,
    messages: request.messages.map(({ role, text }) => ({ role, content: text })),
    stream: true,
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...limit,
  };
  const options = { signal: deadline.signal, headers: { 'Idempotency-Key': request.key } };
  try {
    return await client.chat.completions.create({ ...body, stream_options: { include_usage: true } }, options).asResponse();
  } catch (error) {
    if (
      !(error instanceof APIError && (error.status === 400 || error.status === 422) && /stream_options|include_usage/.test(error.message))
    )
      throw error;
    return client.chat.completions.create(body, options).asResponse();
  }
}

interface Collected {
  text: string;
  model?: string;
  thought: boolean;
  finish?: string;
  usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
}

async function collected(response: Response, client: OpenAI, call: Call): Promise<Completed> {
  const found: Collected = { text: '', thought: false };
  const isWhole = /application\/json/i.test(response.headers.get('content-type') ?? '');
  if (isWhole) takeWhole((await response.json()) as ChatCompletion, found, call);
  else await takeStream(response, client, found, call);
  if (found.finish === undefined) return timedOut(call) ?? unknown('the answer of the model broke off');
  if (found.finish === 'content_filter') return refused('the model refused to answer');
  if (found.text.trim() === '') return refused(found.thought ? 'the model thought, but gave no answer' : 'the model gave an empty answer');
  return answered(found, call);
}

function answered(found: Collected, { request, model }: Call): Completed {
  const input = request.messages.reduce((sum, { text }) => sum + estimateTokens(text), 0);
  const answer: ModelAnswer = {
    text: found.text,
    model: found.model ?? model,
    inputTokens: found.usage?.prompt_tokens ?? input,
    outputTokens: found.usage?.completion_tokens ?? estimateTokens(found.text),
    provider: 'openai',
    estimated: !found.usage,
  };
  return { ...done(answer.text), answer };
}

async function takeStream(response: Response, client: OpenAI, found: Collected, { request, deadline, times }: Call): Promise<void> {
  const thoughts = new Thoughts();
  const say = (text: string) => {
    if (text === '') return;
    found.text += text;
    request.stream(text);
  };
  for await (const chunk of Stream.fromSSEResponse<ChatCompletionChunk>(response, new AbortController(), client)) {
    deadline.phase(times.idleMs, 'the model paused');
    const choice = chunk.choices?.[0];
    found.model ||= chunk.model;
    found.usage = chunk.usage ?? found.usage;
    found.finish = choice?.finish_reason ?? found.finish;
    found.thought ||= hasThought(choice?.delta);
    const piece = choice?.delta?.content ?? '';
    const text = thoughts.take(piece);
    found.thought ||= piece !== text;
    say(text);
  }
  say(thoughts.end());
}

function takeWhole(body: ChatCompletion, found: Collected, { request }: Call): void {
  const choice = body.choices?.[0];
  const thoughts = new Thoughts();
  found.text = thoughts.take(choice?.message?.content ?? '') + thoughts.end();
  found.thought = hasThought(choice?.message);
  found.finish = choice ? (choice.finish_reason ?? 'stop') : undefined;
  found.model = body.model;
  found.usage = body.usage;
  if (found.text !== '') request.stream(found.text);
}

/** Not in the protocol, but in what servers send. */
const hasThought = (part: object | undefined): boolean =>
  part !== undefined && ['reasoning_content', 'reasoning'].some((name) => Boolean((part as Record<string, unknown>)[name]));

function timedOut({ deadline: { passed } }: Pick<Call, 'deadline'>): Outcome | undefined {
  return passed && (passed.whole ? refused(passed.reason) : unknown(passed.reason));
}

function failed(error: unknown, { deadline, connection, request, server }: Call): Outcome {
  const late = timedOut({ deadline });
  if (late) return late;
  const reason = reasonOf(error, new URL(server.url).host);
  if (!connection.open) return notSent(reason);
  if (request.abort.aborted || !(error instanceof APIError) || error instanceof APIConnectionError || error.status === undefined)
    return unknown(reason);
  if (error.status === 429 || error.status === 503) return notSent(reason);
  return error.status >= 500 || error.status === 408 ? unknown(reason) : refused(reason);
}

function reasonOf(error: unknown, host: string): string {
  if (!(error instanceof Error)) return `${host}: ${String(error)}`;
  const cause = error.cause instanceof Error ? `: ${reasonText(error.cause)}` : '';
  return `${host}: ${reasonText(error)}${cause}`.slice(0, 500);
}
const reasonText = (error: Error): string =>
  error.cause instanceof Error && error instanceof TypeError ? reasonText(error.cause) : error.message || error.name;
