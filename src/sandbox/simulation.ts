/**
 * Plays everybody outside a script: visitors, people who are asked, models, bots, services, and whoever publishes events.
 * Where nothing is said of one, it does what lets the script go on, and that is noted.
 */
import { playedBot } from '../../keywords/index.ts';
import {
  type Cue,
  durationOf,
  type Line,
  type Partner,
  printDuration,
  type SimulatedAnswer,
  type SimulatedDecision,
  type SimulatedEvent,
  type Simulation,
  type WorldCall,
} from '../runtime/index.ts';
import type { ApprovalRow } from '../spec/index.ts';
import type { Json } from '../values/index.ts';

export interface Simulated {
  readonly partner: Partner;
  /** By key of the ask: what was done where nothing was said. */
  readonly notes: ReadonlyMap<string, string>;
}

/** Whatever goes on longer than that goes on for ever. */
const MOST_CUES = 1000;
const MOST_DEFAULT_ANSWERS = 20;

export function simulated(simulation: Simulation): Simulated {
  const cast = new Cast(simulation);
  let cues = 0;
  return { notes: cast.notes, partner: (cue) => (++cues > MOST_CUES ? undefined : cast.next(cue)) };
}

class Cast {
  readonly notes = new Map<string, string>();
  readonly #simulation: Simulation;
  readonly #used = new Map<object, number>();
  readonly #events: SimulatedEvent[];
  /** Decisions by question, so that each is looked for once. */
  readonly #decisions = new Map<string, SimulatedDecision>();
  #said = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#events = [...(simulation.events ?? [])];
  }

  next(cue: Cue): Line | undefined {
    const [call] = cue.calls;
    if (call) return { kind: 'effect', text: call.text, answer: this.#answer(call) };
    return this.#decide(cue) ?? this.#say(cue) ?? this.#publish(cue) ?? this.#wait(cue) ?? this.#publishRest();
  }

  // ── models, bots and services ──

  #answer(call: WorldCall): string {
    const { kind, about } = call.asked;
    if (kind === 'http') {
      const found = this.#rule(this.#simulation.http ?? [], about);
      if (found?.refused !== undefined) return `refused ${found.refused}`;
      if (!found) this.#note(call, 'no answer was given for this call: it is an empty object');
      const status = found?.status === undefined ? '' : `${found.status} `;
      return `done ${status}${JSON.stringify(found?.answer ?? {})}`;
    }
    const bot = playedBot(about);
    const answer = bot ? this.#botAnswer(bot) : this.#rule(this.#simulation.llm ?? [], about);
    if (answer?.refused !== undefined) return `refused ${answer.refused}`;
    if (answer) return `done ${textOf(answer.answer ?? '')}`;
    this.#note(call, bot ? `no answer was given for ${bot.name}` : 'no answer was given for this question to the model');
    return bot ? `done (simulated: what ${bot.name} answers to "${bot.task}")` : 'done (simulated: what the model answers)';
  }

  #botAnswer({ name }: { readonly name: string }): SimulatedAnswer | undefined {
    const { bots = {} } = this.#simulation;
    const own = Object.entries(bots).find(([each]) => plain(each) === plain(name))?.[1];
    if (own === undefined) return undefined;
    const answers = Array.isArray(own) ? own : [own];
    const turn = this.#used.get(answers) ?? 0;
    this.#used.set(answers, turn + 1);
    const answer = answers[Math.min(turn, answers.length - 1)] ?? '';
    return isRefusal(answer) ? { refused: answer.refused } : { answer };
  }

  #rule(rules: readonly SimulatedAnswer[], about: string): SimulatedAnswer | undefined {
    return this.#pick(rules.filter((rule) => includes(about, rule.about)));
  }

  /** The first that was not used yet, else the last again. */
  #pick<T extends object>(fitting: readonly T[]): T | undefined {
    const picked = fitting.find((each) => !this.#used.has(each)) ?? fitting.at(-1);
    if (picked) this.#used.set(picked, 1);
    return picked;
  }

  #note({ key }: WorldCall, note: string): void {
    this.notes.set(key, note);
  }

  // ── people ──

  #decide({ questions, now }: Cue): Line | undefined {
    for (const asked of questions) {
      const rule = this.#ruleFor(asked);
      if (rule.decision === 'nobody' || dueOf(asked, rule) > now) continue;
      const by = rule.by ?? asked.question.from.find((who) => isPerson(who, asked.question.from) && !asked.votes.includes(who));
      const who = (by ?? asked.question.from[0] ?? 'somebody').replace(/^role:/, '').replaceAll(/\s+/g, '');
      const isInput = asked.question.mode === 'input';
      const decision = rule.decision ?? (isInput ? 'answered' : 'approved');
      const comment = rule.comment ?? (isInput ? 'a simulated answer' : '');
      if (rule === UNSAID) this.notes.set(asked.id, `nobody was named who decides: ${decision}`);
      // One that decides nothing (a name that was not asked) is not tried again.
      this.#decisions.set(asked.id, asked.votes.length + 1 < asked.question.need ? this.#anew(asked) : { decision: 'nobody' });
      const about = asked.question.subject.split(/[\]\n]/, 1)[0];
      return { kind: 'decided', text: `${who} ${decision} [${about}] ${comment}`.trimEnd(), answer: '' };
    }
    return undefined;
  }

  #ruleFor(asked: ApprovalRow): SimulatedDecision {
    const known = this.#decisions.get(asked.id) ?? this.#anew(asked);
    this.#decisions.set(asked.id, known);
    return known;
  }

  #anew({ question }: ApprovalRow): SimulatedDecision {
    return this.#pick((this.#simulation.people ?? []).filter((rule) => includes(question.subject, rule.about))) ?? UNSAID;
  }

  // ── the visitor ──

  #say({ prompt }: Cue): Line | undefined {
    if (!prompt) return undefined;
    const { says } = this.#simulation;
    const text = says ? says[this.#said] : this.#said < MOST_DEFAULT_ANSWERS ? fitting(prompt.input, prompt.options) : undefined;
    if (text === undefined) return undefined;
    this.#said++;
    return { kind: 'heard', text };
  }

  // ── events and time ──

  #publish({ awaited, now, began }: Cue): Line | undefined {
    const names = new Set(awaited.map((name) => name.toLowerCase()));
    return this.#take(({ name, after }) =>
      after === undefined ? names.has(name.trim().toLowerCase()) : began + (durationOf(after) ?? 0) <= now,
    );
  }

  #publishRest = (): Line | undefined => this.#take(({ after }) => after === undefined);

  #take(isDue: (event: SimulatedEvent) => boolean): Line | undefined {
    const at = this.#events.findIndex(isDue);
    const [event] = at < 0 ? [] : this.#events.splice(at, 1);
    if (!event) return undefined;
    const key = event.key === undefined ? '' : ` [${event.key}]`;
    return { kind: 'published', text: `${event.name.trim()}${key} ${JSON.stringify(event.with ?? {})}` };
  }

  #wait({ now, began, due, questions }: Cue): Line | undefined {
    const decisions = questions.flatMap((asked) => {
      const rule = this.#ruleFor(asked);
      return rule.decision === 'nobody' ? [] : [dueOf(asked, rule)];
    });
    const events = this.#events.flatMap(({ after }) => (after === undefined ? [] : [began + (durationOf(after) ?? 0)]));
    const next = Math.min(...decisions, ...events, due ?? Number.POSITIVE_INFINITY);
    if (!Number.isFinite(next)) return undefined;
    const ms = Math.max(1, next - now);
    return { kind: 'clock', ms, text: printDuration(ms) };
  }
}

const UNSAID: SimulatedDecision = {};
const dueOf = ({ createdAt }: ApprovalRow, { after }: SimulatedDecision): number => createdAt + (durationOf(after ?? '0s') ?? 0);
/** Not a role, nor its name. */
const isPerson = (who: string, all: readonly string[]): boolean => !who.startsWith('role:') && !all.includes(`role:${who}`);
const includes = (text: string, words: string | undefined): boolean =>
  words === undefined || text.toLowerCase().includes(words.toLowerCase());
const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]+/g, '');
const textOf = (answer: Json): string => (typeof answer === 'string' ? answer : JSON.stringify(answer));
const isRefusal = (answer: Json): answer is { refused: string } =>
  typeof answer === 'object' && answer !== null && !Array.isArray(answer) && typeof answer.refused === 'string';

/** By the kind of input that the visitor would see. */
const FITTING: Readonly<Record<string, string>> = {
  email: 'ana@example.org',
  date: '2026-12-01',
  hour: '10:00',
  integer: '2',
  number: '2.5',
  money: '20',
  boolean: 'yes',
  mobile: '+49 170 1234567',
  url: 'https://example.org',
  name: 'Ana Silva',
  zipcode: '10115',
  color: 'blue',
  language: 'English',
  cpf: '111.444.777-35',
  cnpj: '11.222.333/0001-81',
  creditcard: '4111 1111 1111 1111',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
};

const fitting = (input: string, options: readonly string[] | undefined): string => options?.[0] ?? FITTING[input] ?? 'Hello';
