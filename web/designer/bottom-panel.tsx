/** What stands below the canvas when one of its tabs is open; loaded then. */
import { useEffect, useState } from 'preact/hooks';
import { lineStarts, positionAt } from '../../src/base/index.ts';
import { severityOf, wordingOf } from '../../src/spec/index.ts';
import { listRuns, type Run } from '../runs/api.ts';
import { Moment, State } from '../runs/frame.tsx';
import type { BottomProps } from './bottom.tsx';
import type { Session } from './session.ts';
import { MarkSign } from './signs.tsx';
import { TestPanel } from './test-panel.tsx';
import { variablesOf } from './variables.ts';

export function BottomPanel(props: BottomProps) {
  const { session, tab, marked } = props;
  if (tab === 'problems') return <Problems {...props} />;
  if (tab === 'variables') return <Variables {...props} />;
  if (tab === 'test') return <TestPanel session={session} marked={marked} />;
  return <Runs bot={session.bot} />;
}

interface Found {
  readonly offset: number;
  readonly line: number;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly help?: string | undefined;
}
function problemsOf({ document }: Session): readonly Found[] {
  if (document.diagnostics.length === 0) return [];
  const starts = lineStarts(document.text);
  return document.diagnostics.map((each) => {
    const { message, help } = wordingOf(each);
    return { offset: each.span.start, line: positionAt(starts, each.span.start).line, severity: severityOf(each.code), message, help };
  });
}

function Problems({ session, published, goOffset }: BottomProps) {
  const problems = problemsOf(session);
  if (problems.length + published.length === 0) return <p class="none">Nothing is wrong.</p>;
  return (
    <ul class="found">
      {problems.map((each, i) => (
        <li key={`${each.line} ${i}`}>
          <button type="button" onClick={() => goOffset(each.offset)}>
            <Severity of={each.severity} />
            <span>
              <b>Line {each.line}</b>: {each.message}
              {each.help && <span class="wayout">{each.help}</span>}
            </span>
          </button>
        </li>
      ))}
      {published.map((each, i) => (
        <li key={`published ${i}`} class="published">
          <Severity of={each.severity} />
          <span>
            <b>
              {each.file}, line {each.line}
            </b>
            : {each.message}
            {each.help && <span class="wayout">{each.help}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
const Severity = ({ of }: { readonly of: Found['severity'] }) => (
  <span class={`severity ${of}`}>
    <MarkSign name={of === 'error' ? 'failed' : 'warning'} /> {of === 'information' ? 'note' : of}
  </span>
);

function Variables({ session, go }: BottomProps) {
  const variables = variablesOf(session.document);
  if (variables.length === 0) return <p class="none">No step sets a variable yet.</p>;
  return (
    <ul class="variables">
      {variables.map(({ name, anchor, times }) => (
        <li key={name}>
          <button type="button" onClick={() => go(anchor)}>
            <b>{name}</b> <span class="soft">{times === 1 ? 'set once' : `set ${times} times`}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Runs({ bot }: { readonly bot: string }) {
  const [runs, setRuns] = useState<readonly Run[]>();
  const [why, setWhy] = useState('');
  useEffect(() => {
    listRuns(new URLSearchParams({ bot })).then(
      (found) => setRuns(found.runs),
      (error: unknown) => setWhy(error instanceof Error ? error.message : String(error)),
    );
  }, [bot]);
  if (why) return <p class="why">{why}</p>;
  if (runs?.length === 0) return <p class="none">It has not run yet.</p>;
  return (
    <ul class="variables">
      {runs?.map((run) => (
        <li key={run.id}>
          <a href={`/designer/runs/${encodeURIComponent(run.id)}`}>
            <State state={run.state} /> <b>{run.script}</b> <Moment at={run.createdAt} />
          </a>
        </li>
      ))}
    </ul>
  );
}
