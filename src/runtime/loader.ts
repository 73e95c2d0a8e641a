/** A claimed run as a live one: its version, its machine from the checkpoint or from the start, the journal ready to be fed. */
import { Bug } from '../base/index.ts';
import type { ClaimedRun, Entry } from '../spec/index.ts';
import { Dict } from '../values/index.ts';
import { type Budgets, Ledger, nothingUsed, runBudgets } from './door/index.ts';
import { decodeIntent, decodeStored } from './entry.ts';
import { LiveRun } from './live-run.ts';
import type { Machine, Machines } from './machine.ts';
import { decodeRunState, type OpenIntent } from './run-state.ts';
import type { LoadedVersion } from './versions.ts';

export const SEED_BYTES = 16;

export interface Loading {
  readonly machines: Machines;
  readonly budgets: Budgets;
  /** For a run that begins now. */
  seed(): Uint8Array;
}

/** Throws a Bug where the journal and the program do not fit. `begun` is the seed of a run that has no entries yet. */
export function loadRun(
  claimed: ClaimedRun,
  version: LoadedVersion,
  loading: Loading,
): { readonly run: LiveRun; readonly begun: Uint8Array | undefined } {
  const state = claimed.checkpoint && decodeRunState(claimed.checkpoint.state);
  const begin = claimed.entries.find((entry) => entry.kind === 'begin');
  const begun = state || begin ? undefined : loading.seed();
  let machine: Machine;
  if (state) machine = loading.machines.restore(version.linker, state.machine);
  else machine = loading.machines.start(version.linker, claimed.script, inputsOf(claimed), begin?.payload ?? (begun as Uint8Array));
  const run = new LiveRun({
    claimed,
    version,
    machine,
    ledger: new Ledger(runBudgets(version.version.config, loading.budgets), state?.used ?? nothingUsed()),
    seq: claimed.entries.at(-1)?.seq ?? claimed.checkpoint?.seq ?? 0,
    waits: state?.waits ?? new Map<string, number>(),
    intents: state?.intents ?? new Map<string, OpenIntent>(),
  });
  for (const address of state?.left ?? []) run.left.add(address);
  run.cancelledAt = state?.cancelledAt;
  if (state) run.told = state.told;
  run.stateBytes = state?.machine.length ?? 0;
  run.replay = sorted(run, claimed.entries);
  run.signals = [...claimed.signals];
  return { run, begun };
}

/** Answers are fed, and with them what a fork set and a cancel; the others say what is still open. */
function sorted(run: LiveRun, entries: readonly Entry[]): readonly Entry[] {
  const answers: Entry[] = [];
  for (const entry of entries) {
    if (entry.kind === 'answer' || entry.kind === 'fault' || entry.kind === 'set' || entry.kind === 'cancel') answers.push(entry);
    else if (entry.kind === 'wait') run.knownWaits.set(entry.address, (run.knownWaits.get(entry.address) ?? 0) + 1);
    else if (entry.kind === 'intent') run.knownIntents.set(entry.address, { ...decodeIntent(entry), at: entry.at });
    if (entry.kind === 'wait' || entry.kind === 'intent') run.expected.set(entry.address, entry);
  }
  return answers;
}

function inputsOf(claimed: ClaimedRun): Dict {
  const inputs = decodeStored(claimed.inputs);
  if (inputs === null) return new Dict();
  if (!(inputs instanceof Dict)) throw new Bug('the inputs of a run must be an object');
  return inputs;
}
