/** The parts a host handed in, with what the server made of them: what every route gets. */

import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type ConversationHint, type ConversationRow, type RecordedAct, type RunStart, TOPIC } from '../spec/index.ts';
import type { AddressPolicy } from './addresses.ts';
import type { ServerLimits, ServerParts } from './parts.ts';
import { Problem, requestProblem } from './problem.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Visitors } from './visitors.ts';

export interface Wiring extends ServerParts {
  readonly limits: ServerLimits;
  readonly visitors: Visitors;
  readonly rate: RateLimit;
  /** What is reachable from where; set anew when the server begins to listen. */
  policy: AddressPolicy;
  /** Aborted when the server closes: streams end by it. */
  readonly closing: AbortSignal;
  readonly startedAt: number;
}

export interface ServerEnv {
  Variables: {
    /** From a cookie of ours. */
    visitor?: string;
    /** The admin token was shown. */
    hasToken: boolean;
    /** May use the operator's routes: by token, or as the person at this machine. */
    isOperator: boolean;
  };
}
export type ServerContext = Context<ServerEnv>;
export type App = OpenAPIHono<ServerEnv>;

export const createRouter = (): App =>
  new OpenAPIHono<ServerEnv>({
    defaultHook: (result) => {
      if (!result.success) throw requestProblem(result.target, result.error as z.ZodError);
    },
  });

export function requireOperator(c: ServerContext): void {
  if (c.get('isOperator')) return;
  throw new Problem('not-signed-in', {
    place: 'header Authorization',
    cause: 'no valid admin token came with the request',
    help: 'send "Authorization: Bearer <token>" with the token the server was started with',
    headers: { 'www-authenticate': 'Bearer realm="basalt"' },
  });
}

/** What an operator is about to do, in the audit log first: without that it is not done. */
export async function audited(
  wiring: Wiring,
  act: Omit<RecordedAct, 'actor' | 'what'> & Partial<Pick<RecordedAct, 'what'>>,
): Promise<void> {
  await wiring.audit?.record({ what: 'operator', actor: 'operator', ...act });
}

/** Counts one act of the visitor, or of the address of one who has no cookie yet. */
export function countAct(wiring: Wiring, name: string): void {
  const seconds = wiring.rate.take(name);
  if (seconds === 0) return;
  throw new Problem('too-many', {
    place: 'this browser or address',
    cause: 'more requests came than are taken in so short a time',
    help: `try again in ${seconds} s`,
    headers: { 'retry-after': String(seconds) },
  });
}

export const userOf = (visitor: string) => `web:${visitor}`;

/** The conversation, if it is the visitor's own or the operator's token was shown. To others it does not exist. */
export async function findConversation(c: ServerContext, wiring: Wiring, id: string): Promise<ConversationRow> {
  const visitor = c.get('visitor');
  const found = await wiring.store.conversations.find(id);
  if (found && (c.get('hasToken') || (visitor && found.user === userOf(visitor)))) return found;
  throw new Problem('unknown-conversation', {
    place: 'path id',
    cause: `${JSON.stringify(id)} is none of your conversations`,
    help: 'open one with POST /api/v1/conversations',
  });
}

/** After a write of ours: nodes may claim, open pages may look. Both would find out by themselves, later. */
/** A run begins here where there is an engine, else a hint tells those that have one. */
export async function beginRun(wiring: Wiring, run: RunStart): Promise<string> {
  if (wiring.engine) return wiring.engine.begin(run);
  const id = await wiring.store.runs.start(run);
  hint(wiring);
  return id;
}

export function hint({ bus }: Wiring, conversation?: { readonly id: string; readonly last: number }): void {
  bus.publish(TOPIC.ready, {});
  if (conversation) bus.publish(TOPIC.conversation(conversation.id), { kind: 'items', last: conversation.last } satisfies ConversationHint);
}

export const unknownBot = (name: string) =>
  new Problem('unknown-bot', {
    place: 'bot',
    cause: `no bot is called ${JSON.stringify(name)}`,
    help: 'GET /api/v1/bots lists those that are live',
  });

// ── what requests are made of ──

/** Text that any store can hold: well-formed and without NUL. */
export const plainText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !/\p{Surrogate}|\0/u.test(text), 'it holds a NUL or half a character');
export const identifier = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Surrogate}]+$/u, 'it holds a control character');
export const wholeNumber = (fallback: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'expected a whole number')
    .transform(Number)
    .refine((number) => number <= max, `expected at most ${max}`)
    .optional()
    .transform((number) => number ?? fallback)
    .openapi({ type: 'integer', minimum: 0, maximum: max, default: fallback });

export const json = <T extends z.ZodType>(schema: T, description: string) => ({ description, content: { 'application/json': { schema } } });
export const jsonBody = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } });
