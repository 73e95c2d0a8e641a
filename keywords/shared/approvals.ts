/**
 * Asking people: whom, and where they are told. `role-manager = ana@example.org; bob` in config.csv names who has a role,
 * `mail-bob = bob@example.org` where a person is reached; an address written as a name is both.
 */
import type { ApprovalQuestion, AskContext, CheckedArgument, Faulted, Report, Waits } from '../../src/spec/index.ts';
import { Dict, toJson, toText, type Value } from '../../src/values/index.ts';
import { faulted } from './faulted.ts';
import { secondsToMs } from './seconds.ts';

const MOST_PEOPLE = 50;
const MOST_DETAILS = 64 * 1024;
const LONGEST_NAME = 200;

export interface Asked {
  readonly who?: readonly Value[];
  readonly twoOf?: boolean;
  readonly threeOf?: boolean;
  readonly allOf?: boolean;
  readonly need?: number;
  readonly subject?: string;
  readonly details?: Value;
  readonly seconds?: number;
  readonly every?: number;
}

/** An approval from nobody would wait for ever. */
export function checkWho(
  who: CheckedArgument | undefined,
  all: { readonly span: CheckedArgument['span'] } | undefined,
  report: Report,
): void {
  const isEmpty = Array.isArray(who?.literal) && who.literal.every((each) => toText(each).trim() === '');
  const span = who?.span ?? all?.span;
  if ((!who || isEmpty) && span) report('approval-from-nobody', span);
}

export function askPeople(mode: ApprovalQuestion['mode'], asked: Asked, ask: AskContext): Waits | Faulted {
  const named = names(asked.who ?? []);
  if (named.length === 0) return faulted('bad-argument', 'nobody is named who could answer: write FROM and a name, an address or a role');
  if (named.length > MOST_PEOPLE) return faulted('bad-argument', `FROM names ${named.length} people; ${MOST_PEOPLE} are the limit`);
  const members = new Map(named.map((name) => [name, membersOf(name, ask.config)]));
  const need = Math.max(1, Math.round(asked.need ?? (asked.allOf ? named.length : asked.threeOf ? 3 : asked.twoOf ? 2 : 1)));
  const from = [...new Set([...named, ...[...members.values()].flat()])];
  if (need > from.length && !from.some((each) => each.startsWith('role:')))
    return faulted('bad-argument', `${need} of ${from.length} can never agree`);
  const timeoutMs = asked.seconds === undefined ? undefined : secondsToMs(asked.seconds);
  const remindMs = asked.every === undefined ? undefined : secondsToMs(asked.every);
  if (timeoutMs === null || remindMs === null)
    return faulted('bad-argument', 'TIMEOUT and REMIND take a number of seconds, ten years at most');
  const details = asked.details === undefined ? undefined : toJson(asked.details);
  if (details !== undefined && details.length > MOST_DETAILS)
    return faulted('entry-size', `WITH says ${details.length} letters; ${MOST_DETAILS} are the limit`);
  const question: ApprovalQuestion = {
    mode,
    bot: ask.bot,
    subject: (asked.subject ?? `${ask.bot} asks for approval`).slice(0, 2000),
    from,
    need,
    ...(details !== undefined && { details }),
    mails: mailsOf(named, members, ask.config),
    ...(remindMs !== undefined && { remindMs: Math.max(remindMs, SHORTEST_REMINDER) }),
  };
  return { wait: { kind: 'approval', question, ...(timeoutMs !== undefined && { timeoutMs }) } };
}

/** Nobody is written to more often than this. */
const SHORTEST_REMINDER = 60_000;

const clean = (name: string): string =>
  name
    .replace(/\p{Cc}|\p{Surrogate}/gu, '')
    .trim()
    .toLowerCase()
    .slice(0, LONGEST_NAME);

const names = (who: readonly Value[]): readonly string[] => [
  ...new Set(
    who
      .flatMap((each) => (Array.isArray(each) ? each : [each]))
      .map((each) => clean(toText(each)))
      .filter((each) => each !== ''),
  ),
];

const parts = (list: string | undefined): readonly string[] =>
  (list ?? '')
    .split(/[;,]/)
    .map(clean)
    .filter((each) => each !== '');

/** Who has the role of that name, and the role itself. */
function membersOf(name: string, config: AskContext['config']): readonly string[] {
  const role = name.startsWith('role:') ? name.slice(5).trim() : name;
  const members = parts(config[`role-${role}`]);
  return members.length > 0 || name.startsWith('role:') ? [`role:${role}`, ...members] : [];
}

const ADDRESS = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

function mailsOf(named: readonly string[], members: ReadonlyMap<string, readonly string[]>, config: AskContext['config']) {
  const people = new Set(named.flatMap((name) => [name, ...(members.get(name) ?? [])]));
  const mails: Record<string, readonly string[]> = {};
  for (const person of people) {
    const addresses = ADDRESS.test(person) ? [person] : parts(config[`mail-${person}`]).filter((each) => ADDRESS.test(each));
    if (addresses.length > 0) mails[person] = addresses;
  }
  return mails;
}

/** What a program sees of a decision. */
export const decision = (fields: {
  readonly approved: boolean;
  readonly by?: string;
  readonly comment?: string;
  readonly data?: Value;
  readonly timedout?: boolean;
}): Value =>
  Dict.from([
    ['approved', fields.approved],
    ['by', fields.by ?? null],
    ['comment', fields.comment ?? null],
    ['data', fields.data ?? null],
    ['timedout', fields.timedout ?? false],
    ['warning', false],
  ]);
