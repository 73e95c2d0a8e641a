/**
 * Everything the HTTP interface can refuse, once: RFC 9457 problem documents that say where, what
 * was found, and one way out. Routes throw a Problem; nothing else becomes a 4xx.
 */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';

const PROBLEMS = {
  'bad-request': [400, 'The request does not have the form that is expected here'],
  'not-signed-in': [401, 'This needs the admin token'],
  'foreign-host': [403, 'The server is not addressed under its own name'],
  'foreign-origin': [403, 'The request comes from another site'],
  'unknown-path': [404, 'There is nothing under this path'],
  'unknown-bot': [404, 'There is no such bot'],
  'unknown-conversation': [404, 'There is no such conversation'],
  'unknown-file': [404, 'There is no such file'],
  'unknown-version': [404, 'There is no such version'],
  'unknown-approval': [404, 'There is no such approval'],
  'not-asked': [403, 'Somebody else was asked'],
  'already-decided': [409, 'It is decided already, or over'],
  'wrong-answer': [409, 'The question is of another kind'],
  'unknown-template': [404, 'There is no such template'],
  'unknown-case': [404, 'There is no such case to try'],
  'unknown-run': [404, 'There is no such run'],
  'not-found': [404, 'What the request names does not exist'],
  'edited-elsewhere': [409, 'Somebody else changed the same lines'],
  'unknown-base': [409, 'The text that was edited is not known here any more'],
  'read-only': [409, 'The file is shown only'],
  'name-taken': [409, 'The name is taken'],
  'busy-files': [409, 'The files are being changed just now'],
  'wrong-method': [405, 'This path does not take that method'],
  'conversation-closed': [409, 'The conversation is closed'],
  'wrong-state': [409, 'The run is not in a state that allows this'],
  'too-large': [413, 'The body is larger than may be sent'],
  'wrong-media-type': [415, 'The body is not of a type that is taken here'],
  'refused-path': [422, 'A package holds no such file'],
  'refused-archive': [422, 'The archive is not taken'],
  'broken-package': [422, 'The package was not deployed; the last good version still answers'],
  'broken-case': [422, 'The case cannot be read'],
  'too-many': [429, 'Too many requests in a short time'],
  bug: [500, 'Something went wrong on our side'],
  'no-model': [501, 'There is no language model'],
  'no-answer': [502, 'The model gave no answer'],
  'not-here': [501, 'This server does not do that'],
  'store-full': [503, 'The disk is full'],
  'store-unavailable': [503, 'The store does not answer'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemDetails {
  /** Where: a field, a header, a path part. */
  readonly place: string;
  /** What was found there. */
  readonly cause: string;
  /** One way out. */
  readonly help: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the document. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly details: ProblemDetails;
  constructor(code: ProblemCode, details: ProblemDetails, options?: ErrorOptions) {
    super(`${PROBLEMS[code][1]}: ${details.cause}`, options);
    this.code = code;
    this.details = details;
  }
}

export const ProblemDocument = z
  .object({
    type: z.string().openapi({ example: 'urn:basalt:problem:unknown-bot' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    place: z.string().openapi({ description: 'Where: a field, a header, a part of the path.' }),
    cause: z.string().openapi({ description: 'What was found there.' }),
    help: z.string().openapi({ description: 'One way out.' }),
  })
  .loose()
  .openapi('Problem');

export function problemResponse(c: Context, problem: Problem): Response {
  const [status, title] = PROBLEMS[problem.code];
  const { place, cause, help, headers, more } = problem.details;
  const body = { type: `urn:basalt:problem:${problem.code}`, title, status, detail: `${title}: ${cause}.`, place, cause, help, ...more };
  for (const [name, value] of Object.entries(headers ?? {})) c.header(name, value);
  c.header('content-type', 'application/problem+json');
  return c.body(JSON.stringify(body), status);
}

/** What any route may answer. */
const ANYWHERE: readonly ProblemCode[] = [
  'bad-request',
  'not-signed-in',
  'foreign-host',
  'foreign-origin',
  'too-many',
  'bug',
  'store-full',
  'store-unavailable',
];

/** The `responses` of a route: the problems it names, and those that any may meet. */
export function problemResponses(...codes: readonly ProblemCode[]) {
  const statuses = new Map<number, string[]>();
  for (const code of new Set([...ANYWHERE, ...codes])) {
    const [status, title] = PROBLEMS[code];
    statuses.set(status, [...(statuses.get(status) ?? []), `${title} (\`${code}\`).`]);
  }
  return Object.fromEntries(
    [...statuses].map(([status, titles]) => [
      status,
      { description: titles.join(' '), content: { 'application/problem+json': { schema: ProblemDocument } } },
    ]),
  );
}

/** The first thing zod found, as a place and a cause. */
export function requestProblem(target: string, error: z.ZodError): Problem {
  const issue = error.issues[0];
  return new Problem('bad-request', {
    place: [target === 'json' ? 'body' : target, ...(issue?.path ?? [])].join('.'),
    cause: issue?.message ?? 'it cannot be read',
    help: 'see /api/v1/openapi.json for the form that is expected',
  });
}
