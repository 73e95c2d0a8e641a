/** Tries the draft in the sandbox: nothing reaches the outside, nothing is stored. What came of each step is drawn on the canvas. */
import { useState } from 'preact/hooks';
import { lineStarts, positionAt } from '../../src/base/index.ts';
import { type Document, placeAt, placeOf } from '../../src/language/document/reading.ts';
import { ApiError } from '../api.ts';
import { type Tried, tryDraft } from './api.ts';
import { type RunMark, splitKey } from './canvas/index.ts';
import { stemOf } from './load.ts';
import type { Session } from './session.ts';

interface TestPanelProps {
  readonly session: Session;
  readonly marked: (runs: ReadonlyMap<string, RunMark> | undefined) => void;
}
type Mode = 'whole' | 'upto' | 'step';

export function TestPanel({ session, marked }: TestPanelProps) {
  const [says, setSays] = useState('');
  const [pins, setPins] = useState('');
  const [answer, setAnswer] = useState<Tried>();
  const [why, setWhy] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const chosen = splitKey(session.selection.focus).anchor;
  const run = async (mode: Mode) => {
    setIsBusy(true);
    setWhy('');
    try {
      const given = {
        bot: session.bot,
        files: { [session.path]: session.document.text },
        script: stemOf(session.path),
        mode,
        says: says.split('\n').filter((line) => line !== ''),
        ...(mode !== 'whole' && { line: lineOf(session.document, chosen) }),
        ...(pins.trim() && { pins: pinned(pins) }),
      };
      const tried = await tryDraft(given);
      setAnswer(tried);
      const marks = marksOf(session.document, tried, stemOf(session.path));
      // A step that asks for nothing is no row of the run, and still it was tried.
      if (mode === 'step' && tried.state !== 'refused') marks.set(chosen, { state: tried.fault ? 'failed' : 'done' });
      marked(marks);
    } catch (error) {
      setWhy(error instanceof ApiError ? `${error.message}. ${error.help}` : String(error));
    }
    setIsBusy(false);
  };
  return (
    <div class="testpanel">
      <form onSubmit={(event) => event.preventDefault()}>
        <label>
          <span>The visitor says (one line each)</span>
          <textarea rows={3} value={says} onInput={({ currentTarget }) => setSays(currentTarget.value)} />
        </label>
        <label>
          <span>Variables to begin with (name = value)</span>
          <textarea rows={3} class="basic" value={pins} onInput={({ currentTarget }) => setPins(currentTarget.value)} />
        </label>
        <div class="acts">
          <button type="button" class="primary" disabled={isBusy} onClick={() => void run('whole')}>
            {isBusy ? 'Testing…' : 'Test it all'}
          </button>
          <button type="button" disabled={isBusy || !chosen} onClick={() => void run('upto')}>
            Up to the chosen step
          </button>
          <button type="button" disabled={isBusy || !chosen} onClick={() => void run('step')}>
            Only the chosen step
          </button>
          {answer && (
            <button type="button" onClick={() => [setAnswer(undefined), marked(undefined)]}>
              Clear
            </button>
          )}
        </div>
        <p class="soft">Bots, people, mail and the web are simulated: nothing leaves this page.</p>
      </form>
      <div class="tried" role="status">
        {why && <p class="why">{why}</p>}
        {answer && <Outcome tried={answer} />}
      </div>
    </div>
  );
}

const WHO: Readonly<Record<string, string>> = {
  bot: 'Bot',
  visitor: 'Visitor',
  question: 'Asks',
  decision: 'Decided',
  event: 'Event',
  time: 'Time',
};
function Outcome({ tried }: { readonly tried: Tried }) {
  return (
    <>
      <p>
        <span class={`state ${tried.state}`}>{tried.state}</span> {tried.message ?? ''}{' '}
        {tried.fault && <span class="why">{tried.fault.message}</span>}
      </p>
      {tried.problems.length > 0 && (
        <ul class="found">
          {tried.problems.map((each, i) => (
            <li key={i}>
              <b>Line {each.line}</b>: {each.message}
            </li>
          ))}
        </ul>
      )}
      <ol class="talked">
        {tried.said.map(({ by, text }, i) => (
          <li key={i} class={by}>
            <b>{WHO[by] ?? by}</b> <span>{text}</span>
          </li>
        ))}
      </ol>
      {Object.keys(tried.values).length > 0 && (
        <dl class="values">
          {Object.entries(tried.values).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function lineOf(document: Document, anchor: string): number {
  const place = placeOf(document, anchor);
  return place ? positionAt(lineStarts(document.text), place.start + place.node.span.start).line : 1;
}

/** What is JSON is meant as such; anything else is text. */
function pinned(lines: string): Readonly<Record<string, unknown>> {
  const pins: [string, unknown][] = lines
    .split('\n')
    .map((line) => /^\s*([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line))
    .flatMap((found) => (found ? [[found[1] as string, parsed((found[2] as string).trim())] as [string, unknown]] : []));
  return Object.fromEntries(pins);
}
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The steps that ran, found by their lines. */
function marksOf(document: Document, tried: Tried, script: string): Map<string, RunMark> {
  const marks = new Map<string, RunMark>();
  const starts = lineStarts(document.text);
  const counts = new Map<string, number>();
  for (const step of tried.steps) {
    const start = step.line === undefined || (step.script ?? script) !== script ? undefined : starts[step.line - 1];
    const indent = start === undefined ? 0 : (/^[ \t]*/.exec(document.text.slice(start, start + 200))?.[0].length ?? 0);
    const anchor = start === undefined ? undefined : placeAt(document, start + indent)?.node.anchor;
    if (!anchor) continue;
    const count = (counts.get(anchor) ?? 0) + 1;
    counts.set(anchor, count);
    const state = step.state === 'stopped' ? 'skipped' : step.state;
    marks.set(anchor, { state, ...(count > 1 && { text: `${count} times` }) });
  }
  return marks;
}
