/**
 * Plays a transcript: the script's side (<, +, -, ^, ~, answers of !) is fed to an engine on a virtual clock, and all that
 * happens is written down as a transcript of its own. If both are equal the program does what the transcript says.
 *
 * Between two inputs the engine runs until nothing can happen without one. A process that dies (crash sweep) is
 * followed by another on the same store; the world and the visitor do not notice.
 */
import type { ApprovalRow, ConversationItem, RunRow, Store, StreamItem, Wait } from '../../spec/index.ts';
import { Dict, fromJson, toText, type Value } from '../../values/index.ts';
import type { Engine } from '../engine.ts';
import { type Line, TranscriptError } from './transcript.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { World, WorldCall } from './world.ts';

export interface Stage {
  readonly store: Store;
  readonly clock: VirtualClock;
  readonly world: World;
  readonly bot: string;
  readonly script: string;
  /** A process that serves the store, from now on. */
  begin(): Promise<Engine>;
  /** Lets the host's event loop turn once: all that does not wait for the clock or the world is done after it. */
  turn(): Promise<void>;
  /** The process has died: begin another. */
  isDead?(): boolean;
  /** The run is held: a person may decide. True if one has. */
  decide?(run: RunRow): Promise<boolean>;
  /** Tells the engine that an event was published from outside. */
  hintEvents?(): void;
  /** Of the run, instead of `@ inputs`. */
  readonly inputs?: Value;
  /** Who does what comes from outside, where no transcript says it. */
  readonly partner?: Partner;
}

/** Asked when only something from outside can go on; answers nothing when there is no more to come. */
export type Partner = (cue: Cue) => Line | undefined;

export interface Cue {
  readonly now: number;
  readonly began: number;
  /** Acts on the world that wait for its answer. */
  readonly calls: readonly WorldCall[];
  /** Open questions to people, oldest first. */
  readonly questions: readonly ApprovalRow[];
  /** What the visitor was asked last, while some run waits for the answer. */
  readonly prompt: Extract<StreamItem, { type: 'prompt' }> | undefined;
  /** Names of events that are waited for. */
  readonly awaited: readonly string[];
  /** When something goes on by itself. */
  readonly due: number | undefined;
}

export interface Played {
  readonly lines: readonly Line[];
  readonly run: RunRow | undefined;
  readonly items: readonly ConversationItem[];
}

export async function playTranscript(stage: Stage, script: readonly Line[]): Promise<Played> {
  const player = new Player(stage, script);
  return player.play();
}

/** Far more turns than any program between two inputs needs. */
const MOST_TURNS = 20_000;
const RECOVERY_MS = 3_600_000;

class Player {
  readonly #stage: Stage;
  readonly #inputs: readonly Line[];
  readonly #settings: ReadonlyMap<string, string>;
  readonly #lines: Line[] = [];
  readonly #items: ConversationItem[] = [];
  readonly #asked = new Set<string>();
  #engine: Engine | undefined;
  #conversation = '';
  #run = '';
  #seen = 0;
  #next = 0;
  #said = 0;
  #began = 0;

  constructor(stage: Stage, script: readonly Line[]) {
    this.#stage = stage;
    this.#inputs = script.filter(({ kind }) => ['heard', 'decided', 'operated', 'published', 'clock', 'effect'].includes(kind));
    this.#settings = settingsOf(script);
    for (const line of script)
      if (line.kind === 'setting' || (line.kind === 'comment' && this.#lines.every(isPreface))) this.#lines.push(line);
  }

  async play(): Promise<Played> {
    await this.#begin();
    await this.#quiet();
    const { partner } = this.#stage;
    while (partner ? await this.#improvise(partner) : await this.#step()) await this.#quiet();
    const run = await this.#stage.store.runs.find(this.#run);
    if (run) this.#lines.push({ kind: 'end', text: endOf(run) });
    await this.#close();
    return { lines: this.#lines, run, items: this.#items };
  }

  async #begin(): Promise<void> {
    const { store, bot, script, clock } = this.#stage;
    this.#began = clock.now();
    const inputs = this.#stage.inputs ?? fromJson(this.#settings.get('inputs') ?? '{}');
    const { id } = await store.conversations.open(bot, this.#settings.get('user') ?? 'visitor');
    this.#conversation = id;
    const [started] = await store.runs.list({ conversation: id, limit: 1 });
    if (started && inputs instanceof Dict && inputs.size > 0) throw new TranscriptError('@ inputs needs a script that is not "start"');
    this.#run = started?.id ?? (await store.runs.start({ bot, script, inputs, conversation: id }));
    this.#engine = await this.#stage.begin();
  }

  /** An act that nobody answered is left behind when its grace is over: only the clock can say so. */
  async #close(): Promise<void> {
    let isClosed = false;
    const closing = this.#engine?.stop(0).then(() => {
      isClosed = true;
    });
    while (closing && !isClosed) {
      await this.#stage.turn();
      const at = this.#stage.clock.next();
      if (at !== undefined) this.#stage.clock.moveTo(at);
    }
    await closing;
  }

  /** One input; false when there is none left. */
  async #step(): Promise<boolean> {
    const input = this.#inputs[this.#next];
    const call = this.#callFor(input);
    if (call && input?.kind === 'effect') {
      this.#next++;
      this.#lines.push({ kind: 'effect', text: call.text, answer: input.answer });
      call.answer(input.answer);
      return true;
    }
    if (!input) {
      // A call under way that the script says nothing about.
      for (const each of this.#stage.world.pending) this.#lines.push({ kind: 'effect', text: each.text, answer: '?' });
      return false;
    }
    this.#next++;
    if (input.kind === 'effect') this.#lines.push({ kind: 'comment', text: `not asked: ${input.text}` });
    else await this.#take(input);
    return true;
  }

  async #take(input: Line): Promise<void> {
    if (input.kind === 'heard') await this.#hear(input.text);
    else if (input.kind === 'decided') await this.#decide(input.text);
    else if (input.kind === 'operated') await this.#operate(input.text);
    else if (input.kind === 'published') await this.#publish(input.text);
    else if (input.kind === 'clock') await this.#move(input);
  }

  async #improvise(partner: Partner): Promise<boolean> {
    const line = partner(await this.#cue());
    if (!line) return false;
    if (line.kind !== 'effect') await this.#take(line);
    else {
      this.#lines.push(line);
      this.#stage.world.pending.find((call) => call.text === line.text)?.answer(line.answer);
    }
    return true;
  }

  async #cue(): Promise<Cue> {
    const { store, clock, world } = this.#stage;
    const runs = (await store.runs.list({ limit: MOST_RUNS })).filter(({ endedAt }) => endedAt === undefined);
    const waits = (await Promise.all(runs.map(({ id }) => store.runs.waits(id)))).flat();
    const deliveries = await store.events.deliveries({ state: 'open', limit: MOST_RUNS });
    const due = [...waits, ...deliveries].flatMap((each) => each.due ?? []);
    // One that is not parked pauses between two tries.
    const pause = runs.some(({ state }) => state === 'leased' || state === 'ready') ? clock.next() : undefined;
    const kinds = waits.map(({ wait }) => wait);
    const prompt = this.#items.findLast(({ item }) => item.type === 'prompt')?.item;
    const isHeard = kinds.some((wait) => wait.kind === 'reply' && wait.conversation === this.#conversation);
    const next = Math.min(...due, pause ?? Number.POSITIVE_INFINITY);
    return {
      now: clock.now(),
      began: this.#began,
      calls: world.pending,
      questions: [...(await store.approvals.list({ state: 'open', limit: MOST_RUNS }))].reverse(),
      prompt: isHeard && prompt?.type === 'prompt' ? prompt : undefined,
      awaited: kinds.flatMap(awaitedBy),
      due: Number.isFinite(next) ? next : undefined,
    };
  }

  async #publish(text: string): Promise<void> {
    const [, name = '', key, payload = ''] = EVENT.exec(text) ?? [];
    const { store, bot } = this.#stage;
    this.#lines.push({ kind: 'published', text });
    const event = { bot, name: name.toLowerCase(), payload: fromJson(payload || '{}'), ...(key !== undefined && { key }) };
    await store.events.publish(event);
    this.#stage.hintEvents?.();
    this.#engine?.wake();
  }

  /** Of several calls under way the one the script names, else the oldest. */
  #callFor(input: Line | undefined) {
    const { pending } = this.#stage.world;
    const named = input?.kind === 'effect' ? pending.find((call) => call.text === input.text) : undefined;
    // After a crash an act may be left out: then its line is nobody else's.
    return named ?? (this.#stage.isDead ? undefined : pending[0]);
  }

  async #hear(text: string): Promise<void> {
    this.#lines.push({ kind: 'heard', text });
    this.#said++;
    await this.#stage.store.conversations.post(this.#conversation, `said-${this.#said}`, { text });
    this.#engine?.wake();
  }

  /** `ana approved [Refund] fine`: what the brackets begin names the question, else the oldest that is open or, for a late one, the last. */
  async #decide(text: string): Promise<void> {
    const [, by = '', decision = '', about, comment = ''] = DECISION.exec(text) ?? [];
    if (!isDecision(decision)) throw new TranscriptError(`a decision reads "+ ana approved", "rejected" or "answered", not "${text}"`);
    const { approvals } = this.#stage.store;
    const all = [...(await approvals.list({ limit: 100 }))].reverse();
    const named = all.filter(({ question }) => about === undefined || question.subject.startsWith(about));
    const asked = named.find(({ state }) => state === 'open') ?? named.at(-1);
    const data = decision === 'answered' ? { data: comment } : comment === '' ? {} : { comment };
    // Somebody who is named as the role is of it.
    const roles = asked?.question.from.includes(`role:${by}`) ? { roles: [by] } : {};
    const decided = asked && (await approvals.decide(asked.id, { by, decision, ...roles, ...data }));
    const answer = decided && decided.kind !== 'unknown' ? `${decided.kind} ${decided.approval.state}` : 'nobody asked';
    this.#lines.push({ kind: 'decided', text, answer });
    this.#engine?.wake();
  }

  async #operate(text: string): Promise<void> {
    const kind = COMMANDS.find((each) => each === text.trim());
    if (!kind) throw new TranscriptError(`an operator does one of ${COMMANDS.join(', ')}, not "${text}"`);
    this.#lines.push({ kind: 'operated', text });
    await this.#stage.store.runs.command(this.#run, { kind }, 'operator');
    this.#engine?.wake();
  }

  async #move(line: Extract<Line, { kind: 'clock' }>): Promise<void> {
    const { clock } = this.#stage;
    this.#lines.push(line);
    const until = clock.now() + line.ms;
    for (let at = clock.next(until); at !== undefined; at = clock.next(until)) {
      clock.moveTo(at);
      await this.#quiet();
    }
    clock.moveTo(until);
  }

  /** Runs until only an input can make something happen; then writes down what was said. */
  async #quiet(): Promise<void> {
    const { clock, world } = this.#stage;
    for (let turns = 0; ; turns++) {
      if (turns > MOST_TURNS) throw new TranscriptError('the program never comes to rest');
      await this.#stage.turn();
      if (this.#stage.isDead?.()) await this.#restart();
      else if (clock.next(clock.now()) !== undefined) clock.moveTo(clock.now());
      else if (this.#isResting() && (world.pending.length > 0 || !(await this.#goesOn()))) break;
    }
    await this.#collect();
  }

  /** Nothing is on its way; acts that wait for the script's answer do not count. */
  #isResting(): boolean {
    const engine = this.#engine;
    return engine?.isSettled === true && engine.stats.acting <= this.#stage.world.pending.length;
  }

  /** After a crash a person may have to decide, or the clock to reach the next try: unseen, for the script knows no crash. */
  async #goesOn(): Promise<boolean> {
    if (!this.#stage.isDead) return false;
    const run = await this.#stage.store.runs.find(this.#run);
    if (run?.state === 'held' && (await this.#stage.decide?.(run))) {
      this.#engine?.wake();
      return true;
    }
    if (run?.state !== 'leased' && run?.state !== 'ready') return false;
    const { clock } = this.#stage;
    const at = clock.next(clock.now() + RECOVERY_MS);
    if (at === undefined) return false;
    clock.moveTo(at);
    return true;
  }

  async #restart(): Promise<void> {
    this.#stage.world.forgetCallers();
    this.#engine = await this.#stage.begin();
  }

  async #collect(): Promise<void> {
    await this.#collectItems();
    for (const { id, question } of [...(await this.#stage.store.approvals.list({ limit: 100 }))].reverse()) {
      if (this.#asked.has(id)) continue;
      this.#asked.add(id);
      this.#lines.push({ kind: 'asked', text: `${question.subject} (${question.from.join(', ')})` });
    }
  }

  async #collectItems(): Promise<void> {
    for (;;) {
      const items = await this.#stage.store.conversations.since(this.#conversation, this.#seen, 100);
      if (items.length === 0) return;
      for (const each of items) {
        this.#seen = each.number;
        this.#items.push(each);
        const line = lineOf(each.item);
        if (line) this.#lines.push(line);
      }
    }
  }
}

const COMMANDS = ['cancel', 'hold', 'resume'] as const;
const MOST_RUNS = 200;
const EVENT = /^(\S+)(?:\s+\[([^\]]*)\])?\s*([\s\S]*)$/;
const awaitedBy = (wait: Wait): readonly string[] => (wait.kind === 'event' ? wait.names : []);

const DECISION = /^(\S+)\s+(\w+)(?:\s+\[([^\]]*)\])?\s*([\s\S]*)$/;
const isDecision = (text: string): text is 'approved' | 'rejected' | 'answered' => ['approved', 'rejected', 'answered'].includes(text);

const isPreface = (line: Line): boolean => line.kind === 'setting' || line.kind === 'comment';

export const settingsOf = (script: readonly Line[]): ReadonlyMap<string, string> =>
  new Map(script.flatMap((line) => (line.kind === 'setting' ? [[line.name, line.text] as const] : [])));

function lineOf(item: ConversationItem['item']): Line | undefined {
  switch (item.type) {
    case 'user':
      return undefined; // the script said it
    case 'bot':
      return { kind: 'said', text: item.text };
    case 'prompt': {
      const options = item.options ? `: ${item.options.join(', ')}${item.free ? ', *' : ''}` : '';
      // Plain text is what every HEAR takes: not worth a line.
      return item.input === 'text' && !options && !item.secret ? undefined : { kind: 'shown', text: `prompt ${item.input}${options}` };
    }
    case 'suggestion':
      return {
        kind: 'shown',
        text: `suggestion ${item.text}${item.value === item.text ? '' : ` = ${item.value}`}${item.action === 'send' ? '' : ` (${item.action})`}`,
      };
    case 'switcher':
      return { kind: 'shown', text: `switcher ${item.id} = ${item.label}` };
    case 'error':
      return { kind: 'shown', text: `error ${item.text}` };
    default:
      return { kind: 'shown', text: item.type };
  }
}

function endOf(run: RunRow): string {
  if (run.state === 'done') return run.result === undefined || run.result === null ? 'done' : `done ${toText(run.result)}`;
  if (run.fault && run.state === 'failed')
    return `failed ${run.fault.code}${run.fault.line ? ` line ${run.fault.line}` : ''}: ${run.fault.message}`;
  return run.state === 'held' ? `held ${run.heldReason}: ${run.message}` : run.state;
}
