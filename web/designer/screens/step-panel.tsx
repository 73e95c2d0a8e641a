/** The chosen step of a run: what it was given, what came of it, and going on from it once more. */
import { useState } from 'preact/hooks';
import type { Placed } from '../../../src/language/document/reading.ts';
import type { ApiError } from '../../api.ts';
import type { Run, Step } from '../../runs/api.ts';
import { Trouble } from '../../runs/frame.tsx';
import { StepFacts } from '../../runs/step-details.tsx';
import { readingOf } from '../canvas/index.ts';
import { MarkSign } from '../signs.tsx';
import { asError, forkRun } from './api.ts';
import type { Told } from './run-story.ts';
import { copyToTestData, isTestData } from './test-data.ts';

interface PanelProps {
  readonly run: Run;
  readonly place: Placed | undefined;
  readonly steps: readonly Told[];
  /** The last entry that is told: a step without one of its own goes on from there. */
  readonly last: number;
  readonly close: () => void;
}

export function StepPanel({ run, place, steps, last, close }: PanelProps) {
  return (
    <aside class="panel" aria-label="The chosen step">
      <header>
        <h2>{place ? readingOf(place.node, true).plain : 'Step'}</h2>
        <button type="button" class="icon" aria-label="Close" onClick={close}>
          <MarkSign name="close" />
        </button>
      </header>
      {steps.length === 0 && <p class="soft">Nothing is on record here at this moment.</p>}
      {steps.map(({ step, state }) => (
        <section key={step.id} class="facts" aria-label={`${step.keyword} ${step.label}`.trim()}>
          <StepFacts step={{ ...step, state: shownState(state) }} runs="/designer/runs" />
          <StepActs run={run} step={step} at={step.first === undefined ? last : Math.max(1, step.first - 1)} />
        </section>
      ))}
    </aside>
  );
}

/** At an earlier moment it had not come so far. */
const shownState = (state: Told['state']): Step['state'] => (state === 'skipped' ? 'stopped' : state);

function StepActs({ run, step, at }: { readonly run: Run; readonly step: Step; readonly at: number }) {
  const [said, setSaid] = useState<ApiError | string>();
  const fail = (failure: unknown) => setSaid(asError(failure));
  const again = () =>
    forkRun(run.id, at).then(({ id }) => {
      location.href = `/designer/runs/${encodeURIComponent(id)}`;
    }, fail);
  const copy = () => copyToTestData(run, [step]).then((path) => setSaid(`Copied to ${path}.`), fail);
  return (
    <>
      <div class="acts">
        <button type="button" onClick={() => void again()} title="A new run that goes on from here; what was done outside stays done">
          Run again from here
        </button>
        {isTestData(step) && (
          <button type="button" onClick={() => void copy()}>
            Copy to test data
          </button>
        )}
      </div>
      <div role="status">
        {typeof said === 'string' && <p class="soft">{said}</p>}
        {said && typeof said !== 'string' && <Trouble error={said} />}
      </div>
    </>
  );
}
