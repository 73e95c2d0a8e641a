/** `/runs/ID`: one run, its steps as a waterfall, what each was given and what came of it; live while it goes on. */
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api.ts';
import { eventsUrl, type Run, type Step, showRun, showSteps } from './api.ts';
import { Frame, Moment, State, span, Trouble } from './frame.tsx';
import { Details, Value } from './step-details.tsx';
import { type Bar, waterfall } from './waterfall.ts';

export function RunPage({ id }: { readonly id: string }) {
  const { run, steps, error } = useRun(id);
  const [chosen, setChosen] = useState<string>();
  useEffect(() => {
    document.title = run ? `${run.bot}/${run.script}` : 'Run';
  }, [run]);
  const step = steps?.find((each) => each.id === chosen);
  return (
    <Frame page={undefined}>
      <h1>{run ? `${run.bot}/${run.script}` : 'Run'}</h1>
      {error && <Trouble error={error} />}
      {run && <Summary run={run} />}
      {steps && steps.length === 0 && <p class="empty">It has not asked for anything yet.</p>}
      {steps && steps.length > 0 && (
        <div class="story">
          <ol class="waterfall" aria-label="Steps">
            {waterfall(steps, Date.now()).map((bar) => (
              <Row
                key={bar.step.id}
                bar={bar}
                isChosen={bar.step.id === chosen}
                choose={() => setChosen(bar.step.id === chosen ? undefined : bar.step.id)}
              />
            ))}
          </ol>
          {step && <Details step={step} />}
        </div>
      )}
    </Frame>
  );
}

/** Rows first; then the stream says when to look again, and the page looks once for many hints. */
function useRun(id: string) {
  const [run, setRun] = useState<Run>();
  const [steps, setSteps] = useState<readonly Step[]>();
  const [error, setError] = useState<ApiError>();
  useEffect(() => {
    let isBusy = false;
    let isStale = false;
    const load = async (): Promise<void> => {
      isStale = true;
      if (isBusy) return;
      isBusy = true;
      while (isStale) {
        isStale = false;
        await Promise.all([showRun(id).then(setRun), showSteps(id).then(setSteps)]).then(
          () => setError(undefined),
          (failure: unknown) => setError(failure instanceof ApiError ? failure : new ApiError(0, String(failure), 'Reload the page.')),
        );
      }
      isBusy = false;
    };
    void load();
    const source = new EventSource(eventsUrl(id, 0));
    for (const event of ['step', 'run']) source.addEventListener(event, () => void load());
    source.addEventListener('end', () => {
      source.close();
      void load();
    });
    return () => source.close();
  }, [id]);
  return { run, steps, error };
}

const Summary = ({ run }: { readonly run: Run }) => (
  <section class="summary" aria-label="State">
    <State state={run.state} />
    <span class="soft">
      begun <Moment at={run.createdAt} />
      {run.endedAt && `, took ${span(Date.parse(run.endedAt) - Date.parse(run.createdAt))}`}
    </span>
    <code class="soft">{run.id}</code>
    {run.fault && (
      <p class="fault">
        {run.fault.line !== undefined && <code>{`${run.fault.script ?? run.script}:${run.fault.line}`}</code>} {run.fault.message}
      </p>
    )}
    {run.heldReason && <p class="fault">{`${run.heldReason}: ${run.message ?? ''}`}</p>}
    {run.result !== undefined && run.result !== null && <Value name="Result" value={run.result} />}
  </section>
);

const Row = ({
  bar: { step, depth, from, length, ms },
  isChosen,
  choose,
}: {
  readonly bar: Bar;
  readonly isChosen: boolean;
  readonly choose: () => void;
}) => (
  <li>
    <button type="button" class={step.keyword === 'STEP' ? 'row whole' : 'row'} aria-pressed={isChosen} onClick={choose}>
      <span class={`what depth${Math.min(depth, 4)}`}>
        <strong>{step.keyword}</strong> <span class="label">{step.label}</span>
        <span class="hidden">{`, ${step.state}, ${span(ms)}`}</span>
      </span>
      <span class="axis" aria-hidden="true">
        <i class={`bar ${step.state}`} style={{ left: `${from * 100}%`, width: `max(3px, ${length * 100}%)` }} />
      </span>
      <span class="soft took">{step.state === 'done' ? span(ms) : step.state}</span>
    </button>
  </li>
);
