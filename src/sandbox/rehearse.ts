/**
 * One rehearsal: compiles the drafts, cuts out what was asked for, plays it on the stage with a simulation for partner, and
 * tells what happened. Knows no thread and no file.
 */
import { createHttp } from '../adapters/http/undici-http.ts';
import type { HostServer } from '../adapters/model/model-server.ts';
import { createModels } from '../adapters/model/models.ts';
import { loadPrices } from '../adapters/model/prices.ts';
import { createSecrets } from '../adapters/secrets/stored-secrets.ts';
import { type CompiledPackage, type Cut, compilePackage, describeDiagnostics, excerpt, type Language } from '../compiler/index.ts';
import { parseConfig } from '../deploy/index.ts';
import { play } from '../host/index.ts';
import { standardLanguage } from '../language/index.ts';
import type { Limits, Line, RealEffect, SandboxAnswer, SandboxCase, SandboxProblem } from '../runtime/index.ts';
import { type Diagnostic, type UseLimits, wordingOf } from '../spec/index.ts';
import { Dict, valueOfJson } from '../values/index.ts';
import { anchorsIn } from './anchors.ts';
import { lineMeant } from './case.ts';
import { simulated } from './simulation.ts';
import { tell } from './tell.ts';
import { unmetBy } from './unmet.ts';

export interface Rehearsal {
  /** By stem. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Text of config.csv. */
  readonly config: string;
  readonly of: SandboxCase;
  /** Instead of a simulation: all that comes from outside, line by line. */
  readonly transcript?: readonly Line[];
  readonly real: readonly RealEffect[];
  readonly modelServer?: HostServer;
  readonly policy: 'workshop' | 'strict';
  readonly grants: readonly string[];
  /** Bytes that buffers may take: the thread's heap has a limit of its own. */
  readonly mostBytes?: number;
  /** What the server allows all bots a day: here it holds for one rehearsal. */
  readonly dayLimits?: UseLimits;
}

/** Of a draft that keeps too much; its stage is not cleared away. */
export class TooMuchMemory extends Error {
  override readonly name = 'TooMuchMemory';
}

/** A hostile draft shall end soon, and with its line: what a run may take here is far less than on a server. */
const LIMITS: Limits = { steps: 20_000_000, heap: 500_000, list: 200_000, text: 1 << 22, depth: 2_000 };
const BUDGETS = { asks: 10_000, tokens: 200_000 };

export async function rehearse(rehearsal: Rehearsal): Promise<SandboxAnswer> {
  const began = performance.now();
  const { of, scripts } = rehearsal;
  const stem = of.script ?? 'start';
  const mode = of.mode ?? 'whole';
  const base = { mode, script: stem, steps: [], runs: [], said: [], values: {}, transcript: '', unmet: [] };
  const refused = (problems: readonly SandboxProblem[]): SandboxAnswer => {
    const took = { realMs: Math.round(performance.now() - began), simulatedMs: 0 };
    return { ...base, ok: false, state: 'refused', problems, took };
  };
  if (scripts[stem] === undefined) return refused([missing(stem)]);
  const whole = compileAll(rehearsal, standardLanguage());
  const problems = problemsOf(whole);
  if (whole.hasErrors) return refused(problems);
  const cut = mode === 'whole' ? undefined : cutOut(rehearsal, stem, mode);
  if (mode !== 'whole' && !cut) return refused([...problems, nothingThere(stem, lineMeant(of, scripts[stem]))]);
  const compiled = cut ? compileAll(rehearsal, languageOf(scripts[stem], cut)) : whole;
  if (compiled.hasErrors) return refused([...problems, ...problemsOf(compiled)]);
  const anchors = Object.fromEntries(Object.entries(scripts).map(([name, source]) => [name, anchorsIn(source)]));
  const { played, notes } = await perform(rehearsal, stem, compiled);
  const { simulatedMs, ...told } = await tell(played, { notes, stem, cut, real: rehearsal.real, limits: LIMITS, anchors });
  const took = { realMs: Math.round(performance.now() - began), simulatedMs };
  const all: SandboxAnswer = { ...base, ...told, problems, took };
  const unmet = of.expect ? unmetBy(of.expect, all) : [];
  // A case may be about how it fails.
  return { ...all, unmet, ok: (all.ok || of.expect?.state === all.state) && unmet.length === 0 };
}

// ── compiling ──

function compileAll({ scripts, config, of }: Rehearsal, language: Language): CompiledPackage {
  const variables = [...Object.keys(parseConfig(config).variables), ...Object.keys(of.pins ?? {})];
  return compilePackage({ scripts, variables, language });
}

function cutOut({ scripts, of }: Rehearsal, stem: string, mode: 'step' | 'upto'): Cut | undefined {
  const source = scripts[stem] as string;
  const line = lineMeant(of, source);
  return line === undefined ? undefined : excerpt(standardLanguage().parse(source).tree, { mode, line });
}

/** The one draft reads as what was cut out of it. */
function languageOf(source: string, { tree }: Cut): Language {
  const language = standardLanguage();
  return { ...language, parse: (text) => (text === source ? { tree, diagnostics: [] } : language.parse(text)) };
}

const problemsOf = ({ diagnostics }: CompiledPackage): readonly SandboxProblem[] =>
  diagnostics.flatMap(({ file, source, diagnostics: found }) =>
    describeDiagnostics(found, source, file).map((place, index) => ({ ...place, ...wordingOf(found[index] as Diagnostic) })),
  );

const problem = (file: string, line: number, code: string, message: string, help: string): SandboxProblem => ({
  file: `${file}.bas`,
  line,
  column: 1,
  severity: 'error',
  code,
  message,
  help,
});
const missing = (stem: string) => problem(stem, 1, 'unknown-script', `there is no script ${stem} here`, 'name one of its scripts');
const nothingThere = (stem: string, line: number | undefined) =>
  problem(stem, line ?? 1, 'no-statement', 'no statement stands on this line', 'choose a line on which something is done');

// ── playing ──

async function perform(rehearsal: Rehearsal, stem: string, { programs }: CompiledPackage) {
  const { of, config, transcript, policy, grants, real } = rehearsal;
  const { values, variables } = parseConfig(config);
  const cast = simulated(of);
  const isPinned = of.pins !== undefined || of.mode === 'step';
  const inputs = Dict.from(Object.entries(of.pins ?? {}).map(([name, value]) => [name.toLowerCase(), valueOfJson(value)] as const));
  const played = await play(
    {
      script: stem,
      programs,
      config: values,
      variables,
      transcript: transcript ?? [],
      policy,
      grants: real.length > 0 ? grants : [...grants, ...(of.grants ?? [])],
      ...(isPinned && { inputs }),
      ...(!transcript && { partner: cast.partner }),
    },
    hooksFor(rehearsal),
  );
  return { played, notes: cast.notes };
}

function hooksFor({ real, modelServer, mostBytes, dayLimits }: Rehearsal): Parameters<typeof play>[1] {
  const isReal = real.length > 0;
  return {
    limits: LIMITS,
    terms: { budgets: BUDGETS, ...(isReal && { prices: loadPrices }), ...(dayLimits && { dayLimits }) },
    ports: ({ store, seal }) => ({
      ...(real.includes('http') && { http: createHttp({ secrets: createSecrets(store, seal) }) }),
      ...(real.includes('model') && {
        model: createModels({ log: { log: () => undefined }, ...(modelServer && { host: modelServer }) }),
      }),
    }),
    turn: () => {
      if (mostBytes !== undefined && process.memoryUsage().arrayBuffers > mostBytes) throw new TooMuchMemory();
      // What is really asked takes real time.
      return new Promise<void>((resolve) => (isReal ? setTimeout(resolve, REAL_TURN_MS) : setImmediate(resolve)));
    },
  };
}
const REAL_TURN_MS = 5;
