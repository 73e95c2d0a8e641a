/**
 * What a sandbox is asked and what it answers: drafts run on an engine of their own, in memory, beside the server's. Plain
 * data on both sides, for it happens in a thread of its own.
 */
import type { Fault, RunState } from '../spec/index.ts';
import type { Json } from '../values/index.ts';
import type { RunStep } from './run-steps.ts';

export type SandboxMode = 'whole' | 'upto' | 'step';

/** What is asked outside for real instead of being simulated. */
export type RealEffect = 'model' | 'http';

/**
 * Who does what comes from outside. Where nothing is said, people approve, the visitor gives an answer that fits, models
 * and bots answer that they are simulated, and calls are answered with an empty object.
 */
export interface Simulation {
  /** What the visitor says, in turn; after the last nothing. */
  readonly says?: readonly string[];
  readonly people?: readonly SimulatedDecision[];
  /** What bots answer that the model would play, by name; a list in turn, its last element again and again. */
  readonly bots?: Readonly<Record<string, Json>>;
  /** `about`: words of the prompt. */
  readonly llm?: readonly SimulatedAnswer[];
  /** `about`: words of `POST https://… {…}`. */
  readonly http?: readonly SimulatedAnswer[];
  readonly events?: readonly SimulatedEvent[];
}

export interface SimulatedAnswer {
  /** Any where it is left out. */
  readonly about?: string;
  readonly answer?: Json;
  /** Of a call; 200. */
  readonly status?: number;
  /** It is refused with this sentence. */
  readonly refused?: string;
}

export interface SimulatedDecision {
  /** Words of the question; any where it is left out. */
  readonly about?: string;
  /** The first that is asked. */
  readonly by?: string;
  readonly decision?: 'approved' | 'rejected' | 'answered' | 'nobody';
  /** Why; or what is answered to a question. */
  readonly comment?: string;
  /** `3h`: so long after it was asked. */
  readonly after?: string;
}

export interface SimulatedEvent {
  readonly name: string;
  readonly with?: { readonly [field: string]: Json };
  readonly key?: string;
  /** `2d`: so long after the beginning. Where left out: when it is waited for, else when nothing else is left to happen. */
  readonly after?: string;
}

/** One way to try a script, kept beside it: NAME.gbtest/CASE.json. `basalt test` runs it too. */
export interface SandboxCase extends Simulation {
  readonly title?: string;
  /** Stem; `start` where left out. */
  readonly script?: string;
  /** `whole` where left out. */
  readonly mode?: SandboxMode;
  /** From 1. */
  readonly line?: number;
  /** The first words of that line: it is found again when lines were added above it. */
  readonly at?: string;
  /** Instead of a line: what the canvas calls the step, `workflow:order/step:pay`. */
  readonly anchor?: string;
  /** Variables that hold these values when the script begins. */
  readonly pins?: { readonly [name: string]: Json };
  /** What the bot is granted, as far as nothing is really asked. */
  readonly grants?: readonly string[];
  readonly expect?: Expectation;
}

/** What must be so at the end; what is not named may be as it likes. */
export interface Expectation {
  readonly state?: RunState;
  /** Words that must be said, in this order. */
  readonly said?: readonly string[];
  /** Words of questions to people, in this order. */
  readonly asked?: readonly string[];
  readonly values?: { readonly [name: string]: Json };
  readonly result?: Json;
}

export interface SandboxStep extends RunStep {
  /** What the canvas calls it. */
  readonly anchor?: string;
  /** Of what comes from outside. */
  readonly effect?: 'real' | 'simulated';
  /** What the simulation did where nothing was said. */
  readonly note?: string;
}

export interface SandboxRun {
  readonly id: string;
  /** Of the run that began it. */
  readonly parent?: string;
  readonly script: string;
  readonly state: RunState;
  readonly steps: readonly SandboxStep[];
  readonly result?: Json;
  readonly fault?: Fault;
}

export interface SandboxProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: string;
  readonly message: string;
  readonly help?: string;
}

/** One thing that people saw or did, in order. */
export interface SandboxSaid {
  readonly by: 'bot' | 'visitor' | 'question' | 'decision' | 'event' | 'time';
  readonly text: string;
}

export interface SandboxAnswer {
  /** The script has ended well, or went as far as was asked. */
  readonly ok: boolean;
  readonly mode: SandboxMode;
  readonly script: string;
  /** Lines of the statement that was meant, where one was. */
  readonly lines?: { readonly first: number; readonly last: number };
  /** `refused`: it has errors. `stopped`: a limit of the sandbox was reached. */
  readonly state: RunState | 'refused' | 'stopped';
  readonly problems: readonly SandboxProblem[];
  /** Of the script itself; what it began stands in `runs`. */
  readonly steps: readonly SandboxStep[];
  /** Bots and handlers that were begun. */
  readonly runs: readonly SandboxRun[];
  readonly said: readonly SandboxSaid[];
  /** Variables of the script as they were at the end. */
  readonly values: { readonly [name: string]: Json };
  readonly result?: Json;
  readonly fault?: Fault;
  /** What it waits for, or which limit it reached. */
  readonly message?: string;
  /** All that happened, as a transcript. */
  readonly transcript: string;
  readonly took: { readonly realMs: number; readonly simulatedMs: number };
  /** What of `expect` is not so, in sentences. */
  readonly unmet: readonly string[];
}

// ── what a server's sandbox is asked ──

export interface SandboxRequest {
  /** Whose files lie under the drafts; of neither: the drafts are all there is. */
  readonly bot?: string;
  readonly template?: string;
  /** Drafts, by path in the package or name of the script. */
  readonly files: Readonly<Record<string, string>>;
  /** A case of the package to begin with. */
  readonly case?: string;
  /** Over what that says. */
  readonly of: SandboxCase;
  readonly real: readonly RealEffect[];
}

export type Sandboxed =
  | { readonly kind: 'answer'; readonly answer: SandboxAnswer }
  | { readonly kind: 'unknown'; readonly what: 'bot' | 'template' | 'case'; readonly name: string; readonly known: readonly string[] }
  | { readonly kind: 'unreadable'; readonly file: string; readonly message: string }
  /** Too many wait already. */
  | { readonly kind: 'busy'; readonly message: string };

export interface Template {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** `workflow`: it orchestrates steps. */
  readonly kind: 'workflow' | 'conversation';
  readonly needs: TemplateNeeds;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Ways to try it. */
  readonly cases: readonly { readonly name: string; readonly title: string }[];
}

export interface TemplateNeeds {
  /** Bots that have no script in it: a live bot of that name or the model plays them. */
  readonly bots: readonly string[];
  /** Names and roles that are asked. */
  readonly people: readonly string[];
  /** Hosts that are called. */
  readonly services: readonly string[];
  /** Settings of config.csv that are left empty. */
  readonly secrets: readonly string[];
  readonly model: boolean;
  /** What somebody has to grant it (`basalt grants add`). */
  readonly grants: readonly string[];
}

export interface Sandbox {
  templates(): readonly Template[];
  rehearse(request: SandboxRequest): Promise<Sandboxed>;
}
