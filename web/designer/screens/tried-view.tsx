/** What happened in the sandbox: who said what, and the steps on the canvas. */
import { type Document, textOf } from '../../../src/language/document/reading.ts';
import { Notice } from '../../notice.tsx';
import { State } from '../../runs/frame.tsx';
import { CanvasView, type RunMark, type RunState } from '../canvas/index.ts';
import { stemOf } from './api.ts';
import type { Tried } from './library-api.ts';
import { linesOf } from './run-story.ts';

interface TriedProps {
  readonly tried: Tried;
  readonly document: Document;
  readonly title: string;
  readonly close: () => void;
}

const WHO: Readonly<Record<Tried['said'][number]['by'], string>> = {
  bot: 'Bot',
  visitor: 'Visitor',
  question: 'Asked of people',
  decision: 'A person',
  event: 'Event',
  time: 'Time',
};

export function TriedView({ tried, document, title, close }: TriedProps) {
  const { state, said, message, fault, problems, unmet } = tried;
  return (
    <section class="tried" aria-label={`${title}, tried`}>
      <header>
        <State state={state} />
        <span class="soft">simulated: nothing left the sandbox</span>
        <button type="button" onClick={close}>
          Close
        </button>
      </header>
      {[fault?.message, message, ...problems.map((each) => `${each.file}:${each.line} ${each.message}`), ...unmet]
        .filter((each) => each !== undefined)
        .map((each) => (
          <Notice key={each} kind={fault || problems.length > 0 ? 'trouble' : 'plain'} title={each} />
        ))}
      <div class="triedbody">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
        <ol class="saids" aria-label="What was said" tabIndex={0}>
          {said.map(({ by, text }, i) => (
            <li key={i} class={`by-${by}`}>
              <span class="soft">{WHO[by]}</span>
              <p>{text}</p>
            </li>
          ))}
          {said.length === 0 && <li class="soft">Nothing was said.</li>}
        </ol>
        <div class="triedcanvas">
          <CanvasView
            root={document.root}
            runs={marksOf(tried, document)}
            textOf={({ anchor }) => textOf(document, anchor)}
            label={`Steps of ${title}, tried`}
            zoom={0.8}
          />
        </div>
      </div>
    </section>
  );
}

const STATES: Readonly<Record<Tried['steps'][number]['state'], RunState>> = {
  done: 'done',
  failed: 'failed',
  waiting: 'waiting',
  running: 'running',
  stopped: 'skipped',
};

function marksOf({ steps, script }: Tried, document: Document): ReadonlyMap<string, RunMark> {
  const { at } = linesOf(document);
  const marks = new Map<string, RunMark>();
  const times = new Map<string, number>();
  for (const { keyword, line, state, script: of } of steps) {
    if (line === undefined || keyword === 'WORKFLOW END' || (of !== undefined && stemOf(of) !== stemOf(script))) continue;
    const here = at.get(line) ?? [];
    const anchor = (here.findLast(({ node }) => node.keyword === keyword) ?? here[0])?.node.anchor;
    if (anchor === undefined) continue;
    const count = (times.get(anchor) ?? 0) + (keyword === 'STEP' ? 0 : 1);
    times.set(anchor, count);
    marks.set(anchor, { state: STATES[state], ...(count > 1 && { text: `${count} times` }) });
  }
  return marks;
}
