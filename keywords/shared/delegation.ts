/**
 * Work given to another bot: who it is, what it is given, and when it is one delegation too many.
 *
 * Who: a script of this version; a live bot, by its script `task`, else `start`; else nobody, and the model plays it. Names
 * are compared without case, spaces, hyphens and underscores; what is merely near counts last, for models spell as they like.
 * Every run that is begun so carries the chain above it, so that no task comes back to whom it was given before, and no
 * chain grows beyond the limit. Both are checked before anything is begun.
 */
import { nearest } from '../../src/base/index.ts';
import {
  type Answered,
  type AskContext,
  childRun,
  LINEAGE,
  type Ports,
  type Signal,
  type Woken,
  type Write,
} from '../../src/spec/index.ts';
import { Dict, toJson, toNumber, toText, type Value } from '../../src/values/index.ts';
import { faulted } from './faulted.ts';
import { byPriority, readRoster } from './roster.ts';

const DEPTH = 3;
/** The same task with the same input, to the same bot, in one run: tries again included. */
const REPEATS = 10;
/** The field by which the program knows that nobody's script answers: then it asks the model. */
export const PLAYED = '~played';

export interface Task {
  readonly bot: string;
  readonly task?: string | undefined;
  readonly verb?: string | undefined;
  readonly noun?: string | undefined;
  readonly with?: Value | undefined;
  readonly context?: Value | undefined;
  readonly timeout?: number | undefined;
}

interface Found {
  readonly bot: string;
  readonly script: string;
  readonly isOwn: boolean;
}

export async function delegate(given: Task, ports: Pick<Ports, 'bots' | 'memory'>, ask: AskContext): Promise<Answered> {
  const name = given.bot.trim();
  if (name === '') return faulted('bad-argument', 'BOT needs the name of a bot');
  const task = given.task ?? [given.verb, given.noun].filter(Boolean).join(' ');
  const context = contextOf(given);
  const runaway = runawayOf(name, task, context, ask);
  if (runaway) return runaway;
  const roster = await readRoster(ports.memory, ask);
  const found = await find(name, roster, ports, ask);
  if (found) return begin(found, inputsOf({ ...given, task }, context, name, ask), given, ask);
  const added = memberOf(roster, name);
  const played = Dict.from([
    ['name', toText(added?.get('name') ?? name)],
    ['role', added?.get('role') ?? null],
    ['prompt', added?.get('prompt') ?? null],
    ['task', task],
    ['context', context],
  ]);
  return { result: Dict.from([[PLAYED, played]]), writes: [] };
}

const childOf = (ask: AskContext): string => childRun(ask.run, ask.address);

/** The bot goes on in this conversation; nobody waits for it. */
export async function transfer(given: Task, ports: Pick<Ports, 'bots' | 'memory'>, ask: AskContext): Promise<Answered> {
  const name = given.bot.trim();
  const context = contextOf(given);
  const runaway = runawayOf(name, given.task ?? '', context, ask);
  if (runaway) return runaway;
  const found = await find(name, await readRoster(ports.memory, ask), ports, ask);
  if (!found) return faulted('bad-argument', `there is no bot and no script named ${name} to take the conversation`);
  return { result: null, writes: [start(found, childOf(ask), inputsOf(given, context, name, ask), ask.conversation)] };
}

/** Every bot of the roster that has a script of its own. */
export async function broadcast(given: Task, ports: Pick<Ports, 'bots' | 'memory'>, ask: AskContext): Promise<Answered> {
  const context = contextOf(given);
  const writes: Write[] = [];
  for (const member of byPriority(await readRoster(ports.memory, ask))) {
    const name = toText(member.get('name'));
    const runaway = runawayOf(name, given.task ?? '', context, ask);
    if (runaway) return runaway;
    const found = await find(name, new Dict(), ports, ask);
    if (found)
      writes.push(start(found, `${childOf(ask)}-${writes.length}`, inputsOf(given, context, name, ask), conversationFor(found, ask)));
  }
  return { result: writes.length, writes };
}

const conversationFor = ({ isOwn }: Found, ask: AskContext): string | undefined => (isOwn ? ask.conversation : undefined);

const start = ({ bot, script }: Found, run: string, inputs: Dict, conversation: string | undefined): Write => ({
  kind: 'run',
  run,
  bot,
  script,
  inputs,
  ...(conversation !== undefined && { conversation }),
});

function begin(found: Found, inputs: Dict, { timeout }: Pick<Task, 'timeout'>, ask: AskContext): Answered {
  const run = childOf(ask);
  const timeoutMs = timeout === undefined ? {} : { timeoutMs: Math.max(0, Math.round(timeout * 1000)) };
  return {
    wait: { kind: 'child', run, ...timeoutMs },
    writes: [start(found, run, inputs, conversationFor(found, ask))],
  };
}

export function childAnswer(name: string, signal: Signal, ask: AskContext): Woken {
  if (signal.kind === 'timeout') {
    const writes: readonly Write[] = [{ kind: 'cancel', run: childOf(ask) }];
    return { ...faulted('timeout', `the bot ${name} did not answer in time`), writes };
  }
  if (signal.kind !== 'child') return faulted('refused', `the bot ${name} was answered for by something else`);
  if (signal.state === 'done') return { result: signal.value, writes: [] };
  return faulted(
    'refused',
    signal.state === 'cancelled' ? `the bot ${name} was cancelled` : `the bot ${name} failed: ${signal.message ?? ''}`,
  );
}

// ── who ──

async function find(name: string, roster: Dict, { bots }: Pick<Ports, 'bots'>, ask: AskContext): Promise<Found | undefined> {
  const own = named(name, ask.scripts);
  if (own) return { bot: ask.bot, script: own, isOwn: true };
  const live = (await bots.names()).filter((each) => each !== ask.bot);
  const other = named(name, live);
  if (other) return begun(other, bots);
  if (memberOf(roster, name)) return undefined;
  const near = nearest(plain(name), [...ask.scripts, ...live].map(plain));
  const script = near !== undefined && named(near, ask.scripts);
  if (script) return { bot: ask.bot, script, isOwn: true };
  const close = near !== undefined && named(near, live);
  return close ? begun(close, bots) : undefined;
}

async function begun(bot: string, bots: Ports['bots']): Promise<Found | undefined> {
  const scripts = await bots.scripts(bot);
  const script = scripts && (named('task', scripts) ?? named('start', scripts));
  return script === undefined ? undefined : { bot, script, isOwn: false };
}

const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');
const named = (name: string, among: readonly string[]): string | undefined => among.find((each) => plain(each) === plain(name));

/** What ADD BOT said of it; a near miss counts. */
export function memberOf(roster: Dict, name: string): Dict | undefined {
  const names = [...roster.entries()].map(([each]) => each);
  const close = named(name, names) ?? named(nearest(plain(name), names.map(plain)) ?? '', names);
  const member = close === undefined ? null : roster.get(close);
  return member instanceof Dict ? member : undefined;
}

// ── what ──

/** All variables that hold something, and over them what WITH says. */
function contextOf({ context, with: more }: Task): Dict {
  const all = new Dict();
  for (const part of [context, more])
    if (part instanceof Dict) for (const [key, value] of part.entries()) if (value !== null) all.set(key, value);
  return all;
}

function inputsOf({ task, verb, noun }: Task, context: Dict, name: string, ask: AskContext): Dict {
  const inputs = Dict.from(context.entries());
  inputs.set('task', task ?? null);
  if (verb !== undefined) inputs.set('verb', verb);
  if (noun !== undefined) inputs.set('noun', noun);
  inputs.set('context', context);
  const { depth, chain } = lineageOf(ask);
  const own = fingerprint(name, task ?? '', context);
  inputs.set(
    LINEAGE,
    Dict.from([
      ['depth', depth + 1],
      ['chain', [...chain, own]],
    ] as [string, Value][]),
  );
  return inputs;
}

// ── when it is too much ──

function runawayOf(name: string, task: string, context: Dict, ask: AskContext) {
  const { depth, chain } = lineageOf(ask);
  const limit = (ask.config['delegation-depth'] ? toNumber(ask.config['delegation-depth']) : undefined) ?? DEPTH;
  if (depth >= limit) return faulted('depth', `${name} would be the bot number ${depth + 1} of a chain, the limit is ${limit}`);
  const own = fingerprint(name, task, context);
  if (chain.includes(own)) return faulted('loop', `${name} was given this task before, by a bot that waits for this one`);
  if (ask.times > REPEATS) return faulted('loop', `${name} was given the same task with the same input ${REPEATS} times in this run`);
  return undefined;
}

function lineageOf({ lineage }: AskContext): { readonly depth: number; readonly chain: readonly Value[] } {
  const depth = lineage instanceof Dict ? lineage.get('depth') : null;
  const chain = lineage instanceof Dict ? lineage.get('chain') : null;
  return { depth: typeof depth === 'number' ? depth : 0, chain: Array.isArray(chain) ? chain : [] };
}

/** Bot, task and a hash of the input: two 32-bit FNV sums with other beginnings. What a bot is told of its task is left out. */
function fingerprint(name: string, task: string, context: Dict): string {
  const told = Dict.from([...context.entries()].filter(([key]) => !['task', 'verb', 'noun', 'context'].includes(key.toLowerCase())));
  const text = toJson(told);
  return `${plain(name)}|${task.trim().toLowerCase()}|${fnv(text, 0x811c9dc5)}${fnv(text, 0x01000193)}`;
}

function fnv(text: string, seed: number): string {
  let sum = seed;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return (sum >>> 0).toString(16).padStart(8, '0');
}
