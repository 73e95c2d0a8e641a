/** `/designer/runs/ID`: a run drawn on the canvas of its script, live, and moment by moment looked back at. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { allPlaces, textOf } from '../../../src/language/document/reading.ts';
import { Notice } from '../../notice.tsx';
import type { Approval, Run, Step } from '../../runs/api.ts';
import { Frame, Moment, moment, State, span, Trouble } from '../../runs/frame.tsx';
import { Value } from '../../runs/step-details.tsx';
import { CanvasView, type RunMark, type RunState, splitKey } from '../canvas/index.ts';
import { useNarrow } from '../use-narrow.ts';
import { AnswerForm } from './answer-form.tsx';
import { CodeLines } from './code-lines.tsx';
import { read } from './reader.ts';
import { linesOf, type RunEvent, type Story, type Told, tell } from './run-story.ts';
import { Scrubber } from './scrubber.tsx';
import { StepPanel } from './step-panel.tsx';
import { type Edited, useEdited, useRun } from './use-run.ts';

type View = 'canvas' | 'both' | 'text';
const VIEWS: readonly (readonly [View, string])[] = [
  ['canvas', 'Canvas'],
  ['both', 'Both'],
  ['text', 'Text'],
];
const ENDED = new Set(['done', 'failed', 'cancelled']);

export function RunViewPage({ id }: { readonly id: string }) {
  const { run, source, events, isCaughtUp, approvals, error, reload } = useRun(id);
  const { edited, path } = useEdited(run, source);
  const isNarrow = useNarrow();
  const [asked, keep] = useAddress();
  const [picks, setPicks] = useState<ReadonlyMap<string, number>>(new Map());
  const view: View = isNarrow && asked.view === 'both' ? 'canvas' : asked.view;
  const at = asked.at === undefined ? events.length : Math.min(asked.at, events.length);
  const isLive = at === events.length;
  useEffect(() => {
    document.title = run ? `${run.bot}/${run.script} · run` : 'Run';
  }, [run]);

  const script = useMemo(() => source && read(source.text), [source]);
  const isOver = isLive && run !== undefined && ENDED.has(run.state);
  const story = useMemo(
    () =>
      script && source
        ? tell({
            document: script,
            events: events.slice(0, at),
            acts: new Set(source.acts),
            isOver,
            picks,
            isHandler: run?.script.includes('~') ?? false,
          })
        : undefined,
    [script, source, events, at, isOver, picks, run?.script],
  );
  const marks = useMemo(() => {
    const open = isLive ? approvals.filter(({ state }) => state === 'open') : [];
    const pick = (loop: string, turn: number) => setPicks((known) => new Map(known).set(loop, turn));
    return story && marksOf(story, open, pick, reload);
  }, [story, approvals, isLive]);
  const chosen = script && asked.step !== undefined && allPlaces(script).has(asked.step) ? asked.step : undefined;
  const lines = script && linesOf(script);
  const chooseLine = (line: number) => {
    const anchor = lines?.at.get(line)?.[0]?.node.anchor;
    if (anchor) keep({ step: anchor });
  };

  return (
    <Frame page={undefined} isTall>
      <header class="runhead">
        <h1>{run ? `${run.bot}/${run.script}` : 'Run'}</h1>
        {run && <State state={run.state} />}
        {run && (
          <span class="soft">
            begun <Moment at={run.createdAt} />
            {run.endedAt && `, took ${span(Date.parse(run.endedAt) - Date.parse(run.createdAt))}`}
          </span>
        )}
        <span class="gapfill" />
        <fieldset class="switch" aria-label="View">
          {VIEWS.filter(([each]) => !isNarrow || each !== 'both').map(([each, title]) => (
            <button key={each} type="button" aria-pressed={view === each} onClick={() => keep({ view: each })}>
              {title}
            </button>
          ))}
        </fieldset>
        <a class="button" href={`/runs/${encodeURIComponent(id)}`}>
          Waterfall
        </a>
        {run && (
          <a class="button" href={`/designer/${encodeURIComponent(run.bot)}?script=${encodeURIComponent(source?.script ?? 'start')}`}>
            Edit
          </a>
        )}
      </header>
      {error && <Trouble error={error} />}
      {run && <EditedSign edited={edited} run={run} path={path} />}
      {run?.fault && (
        <p class="fault">
          {run.fault.line !== undefined && <code>{`${run.fault.script ?? run.script}:${run.fault.line}`}</code>} {run.fault.message}
        </p>
      )}
      {run?.heldReason && <p class="fault">{`${run.heldReason}: ${run.message ?? ''}`}</p>}
      <Scrubber events={events} at={at} go={(next) => keep({ at: next === events.length ? undefined : next })} isOver={isOver} />
      <div class={`runbody view-${view}${chosen || run?.result != null ? ' has-panel' : ''}`} aria-busy={!isCaughtUp}>
        {script && marks && view !== 'text' && (
          <div class="runcanvas">
            <CanvasView
              root={script.root}
              isReadOnly
              selection={{ focus: chosen ?? '', chosen: chosen ? [chosen] : [] }}
              dispatch={(action) => {
                if (action.kind !== 'select') return;
                const { anchor } = splitKey(action.selection.focus);
                keep({ step: anchor });
              }}
              runs={marks}
              textOf={(node) => textOf(script, node.anchor)}
              label="Steps of the run"
            />
          </div>
        )}
        {script && story && lines && view !== 'canvas' && (
          <CodeLines
            text={script.text}
            label={`Text of ${source?.script}`}
            states={statesOfLines(story, lines.ofNode)}
            chosen={chosen ? (lines.ofNode.get(chosen) ?? 0) : 0}
            choose={chooseLine}
          />
        )}
        {chosen && script && story && run ? (
          <StepPanel
            run={run}
            place={allPlaces(script).get(chosen)}
            steps={story.steps.get(chosen) ?? []}
            last={lastEntry(events.slice(0, at))}
            close={() => keep({ step: undefined })}
          />
        ) : (
          run?.result != null && (
            <aside class="panel" aria-label="Result of the run">
              <Value name="Result" value={run.result} />
            </aside>
          )
        )}
      </div>
      <p class="hidden" role="status">
        {run && isLive && events.length > 0 ? announce(run, events.at(-1) as RunEvent) : ''}
      </p>
    </Frame>
  );
}

const announce = ({ state }: Run, { step, what }: RunEvent) => `${step.keyword} ${step.label} ${what}; the run is ${state}`;

/** The view is in the address, so that a reload and a link show the same. */
interface Asked {
  readonly view: View;
  readonly at: number | undefined;
  readonly step: string | undefined;
}
function useAddress(): [Asked, (change: { [K in keyof Asked]?: Asked[K] | undefined }) => void] {
  const [asked, setAsked] = useState<Asked>(() => {
    const query = new URLSearchParams(location.search);
    const view = query.get('view') ?? localStorage.getItem('basalt.runview');
    const at = query.get('at');
    return {
      view: view === 'canvas' || view === 'text' ? view : 'both',
      at: at !== null && /^\d+$/.test(at) ? Number(at) : undefined,
      step: query.get('step') ?? undefined,
    };
  });
  const keep = (change: { [K in keyof Asked]?: Asked[K] | undefined }) =>
    setAsked((known) => {
      const next = { ...known, ...change } as Asked;
      const query = new URLSearchParams({ view: next.view });
      if (next.at !== undefined) query.set('at', String(next.at));
      if (next.step !== undefined) query.set('step', next.step);
      history.replaceState(null, '', `${location.pathname}?${query}`);
      return next;
    });
  return [asked, keep];
}

function EditedSign({ edited, run, path }: { readonly edited: Edited; readonly run: Run; readonly path: string | undefined }) {
  if (edited === 'same') return null;
  const history = `/designer/${encodeURIComponent(run.bot)}/history${path ? `?path=${encodeURIComponent(path)}` : ''}`;
  return (
    <Notice
      kind="plain"
      title={edited === 'edited' ? 'You edited since' : 'This script is not among the files any more'}
      text="Shown is the text that this run follows; it stays the same whatever is saved or published."
    >
      {edited === 'edited' && <a href={history}>What changed</a>}
    </Notice>
  );
}

// ── marks ──

function marksOf(
  { states, steps, loops }: Story,
  open: readonly Approval[],
  pick: (loop: string, turn: number) => void,
  reload: () => void,
): ReadonlyMap<string, RunMark> {
  const marks = new Map<string, RunMark>();
  const asked = [...open];
  for (const [anchor, state] of states) {
    const told = steps.get(anchor) ?? [];
    const turns = loops.get(anchor);
    const text = turns && turns.count > 1 ? `${turns.shown + 1} of ${turns.count}` : textOfState(state, told);
    const approval = state === 'waiting' && told.some(isAsking) ? takeApproval(asked, told) : undefined;
    const inside = approval ? (
      <AnswerForm key={approval.id} approval={approval} reload={reload} />
    ) : turns && turns.count > 1 ? (
      <TurnPicker turns={turns} pick={(turn) => pick(anchor, turn)} />
    ) : undefined;
    marks.set(anchor, { state, ...(text && { text }), ...(inside && { inside }) });
  }
  return marks;
}

const isAsking = ({ step, state }: Told) => state === 'waiting' && step.waitsFor?.kind === 'approval';
function takeApproval(open: Approval[], told: readonly Told[]): Approval | undefined {
  const subjects = told.filter(isAsking).map(({ step }) => step.waitsFor?.of ?? '');
  const at = open.findIndex(({ subject }) => subjects.includes(subject));
  return at < 0 ? undefined : open.splice(at, 1)[0];
}

function textOfState(state: RunState, told: readonly Told[]): string {
  const step = told.at(-1)?.step;
  if (!step) return '';
  const tries = step.tries > 1 ? `${step.tries} tries` : '';
  if (state === 'waiting') return [step.waitsFor?.due && `until ${moment(step.waitsFor.due)}`, tries].filter(Boolean).join(', ');
  const ms = told.reduce((sum, each) => sum + lasted(each.step), 0);
  return [state !== 'running' && state !== 'skipped' && ms > 0 && span(ms), tries].filter(Boolean).join(', ');
}
const lasted = ({ startedAt, endedAt }: Step) => (endedAt === undefined ? 0 : Date.parse(endedAt) - Date.parse(startedAt));

const TurnPicker = ({
  turns: { count, shown },
  pick,
}: {
  readonly turns: { readonly count: number; readonly shown: number };
  readonly pick: (turn: number) => void;
}) => (
  <div class="turns" role="group" aria-label="Turn of the loop">
    <button type="button" disabled={shown === 0} aria-label="The turn before" onClick={() => pick(shown - 1)}>
      ‹
    </button>
    <label>
      <span class="hidden">Turn</span>
      <select value={shown} onChange={({ currentTarget }) => pick(Number(currentTarget.value))}>
        {Array.from({ length: count }, (_, turn) => (
          <option key={turn} value={turn}>{`turn ${turn + 1}`}</option>
        ))}
      </select>
    </label>
    <button type="button" disabled={shown === count - 1} aria-label="The next turn" onClick={() => pick(shown + 1)}>
      ›
    </button>
  </div>
);

const statesOfLines = ({ states }: Story, lineOf: ReadonlyMap<string, number>): ReadonlyMap<number, RunState> =>
  new Map([...states].map(([anchor, state]) => [lineOf.get(anchor) ?? 0, state]));

const lastEntry = (events: readonly RunEvent[]) => Math.max(1, ...events.map(({ step }) => step.last ?? 1));
