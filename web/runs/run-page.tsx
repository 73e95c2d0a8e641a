/** `/runs/ID`: one run, its steps as a waterfall, what each was given and what came of it; live while it goes on. */
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api.ts';
import { eventsUrl, type Run, type Step, showRun, showSteps } from './api.ts';
import { Frame, Moment, moment, State, span, Trouble } from './frame.tsx';
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

const Details = ({ step }: { readonly step: Step }) => (
  <aside class="details" aria-label="The chosen step">
    <h2>{step.keyword === 'STEP' ? `Step ${step.label}` : step.keyword}</h2>
    <dl>
      <Fact name="State" value={step.state} />
      <Fact name="Source" value={step.line === undefined ? undefined : `${step.script}:${step.line}`} />
      <Fact name="Begun" value={moment(step.startedAt)} />
      <Fact name="Took" value={step.endedAt && span(Date.parse(step.endedAt) - Date.parse(step.startedAt))} />
      <Fact name="Tries" value={step.tries > 1 ? String(step.tries) : undefined} />
      <Fact name="Decided by" value={step.decidedBy} />
      <Fact
        name="Waits for"
        value={
          step.waitsFor &&
          [step.waitsFor.kind, step.waitsFor.of, step.waitsFor.due && `until ${moment(step.waitsFor.due)}`].filter(Boolean).join(' ')
        }
      />
      <Fact name="Model" value={step.model?.name} />
      <Fact name="Tokens" value={step.model && `${step.model.inputTokens} in, ${step.model.outputTokens} out`} />
      <Fact name="Cost" value={step.model && (step.model.cost === null ? 'not known' : `${step.model.cost.toFixed(6)} US dollars`)} />
      <Fact name="Entry" value={step.last === undefined ? undefined : String(step.last)} />
    </dl>
    {step.child && <a href={`/runs/${encodeURIComponent(step.child)}`}>The run it began</a>}
    {step.fault && <p class="fault">{step.fault.message}</p>}
    {step.input !== undefined && <Value name="Input" value={step.input} />}
    {step.output !== undefined && step.output !== null && <Value name="Output" value={step.output} />}
  </aside>
);

const Fact = ({ name, value }: { readonly name: string; readonly value: string | undefined }) =>
  value ? (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  ) : null;

const Value = ({ name, value }: { readonly name: string; readonly value: unknown }) => (
  <section class="value" aria-label={name}>
    <h2>{name}</h2>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
    <pre tabIndex={0}>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>
  </section>
);
