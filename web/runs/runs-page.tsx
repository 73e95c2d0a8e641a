/** `/runs`: executions of workflows, or all runs; filtered, searched, page by page. */
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api.ts';
import { listRuns, listWorkflows } from './api.ts';
import { Frame, Moment, State, span, Trouble } from './frame.tsx';

interface Line {
  readonly id: string;
  readonly run: string;
  readonly name: string;
  readonly bot: string;
  readonly state: string;
  readonly step?: string;
  readonly startedAt: string;
  readonly endedAt?: string;
}
type Kind = 'workflows' | 'runs';

const STATES: Readonly<Record<Kind, readonly string[]>> = {
  workflows: ['running', 'done', 'failed', 'rejected', 'compensated', 'cancelled'],
  runs: ['waiting', 'held', 'ready', 'leased', 'cancelling', 'done', 'failed', 'cancelled'],
};
const FIELDS: Readonly<Record<Kind, readonly string[]>> = { workflows: ['text', 'state', 'bot', 'since'], runs: ['state', 'bot'] };
const REFRESH_MS = 5_000;

export function RunsPage() {
  const [query, setQuery] = useState(() => new URLSearchParams(location.search));
  const kind: Kind = query.get('kind') === 'runs' ? 'runs' : 'workflows';
  const [lines, setLines] = useState<readonly Line[]>();
  const [next, setNext] = useState<string>();
  const [error, setError] = useState<ApiError>();

  const load = async (before?: string) => {
    const found = await read(kind, query, before).catch((failure: unknown) => {
      setError(failure instanceof ApiError ? failure : new ApiError(0, String(failure), 'Reload the page.'));
    });
    if (!found) return;
    setError(undefined);
    setNext(found.next);
    setLines((known) => (before && known ? [...known, ...found.lines] : found.lines));
  };
  useEffect(() => {
    document.title = 'Runs';
    setLines(undefined);
    void load();
    const timer = setInterval(() => document.visibilityState === 'visible' && scrollY === 0 && void load(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [query]);
  const change = (name: string, value: string) => {
    const changed = new URLSearchParams(query);
    if (value) changed.set(name, value);
    else changed.delete(name);
    if (name === 'kind') changed.delete('state');
    history.replaceState(null, '', `/runs?${changed}`);
    setQuery(changed);
  };

  return (
    <Frame page="runs">
      <h1>Runs</h1>
      <search class="filters">
        <Choice name="Show" value={kind} options={['workflows', 'runs']} change={(value) => change('kind', value)} />
        {FIELDS[kind].includes('text') && (
          <Field name="Search" type="search" value={query.get('text')} change={(value) => change('text', value)} />
        )}
        <Choice name="State" value={query.get('state') ?? ''} options={['', ...STATES[kind]]} change={(value) => change('state', value)} />
        <Field name="Bot" type="text" value={query.get('bot')} change={(value) => change('bot', value)} />
        {FIELDS[kind].includes('since') && (
          <Field name="Since" type="date" value={query.get('since')} change={(value) => change('since', value)} />
        )}
      </search>
      {error && <Trouble error={error} />}
      {lines?.length === 0 && <p class="empty">Nothing matches.</p>}
      <ol class="lines">
        {lines?.map((line) => (
          <li key={line.id}>
            <a href={`/runs/${encodeURIComponent(line.run)}`}>
              <State state={line.state} />
              <strong>{line.name}</strong>
              <span class="soft">{line.step ?? line.bot}</span>
              <span class="soft when">
                <Moment at={line.startedAt} />
                {line.endedAt && ` · ${span(Date.parse(line.endedAt) - Date.parse(line.startedAt))}`}
              </span>
            </a>
          </li>
        ))}
      </ol>
      {next && (
        <button type="button" class="more" onClick={() => void load(next)}>
          Older ones
        </button>
      )}
    </Frame>
  );
}

async function read(
  kind: Kind,
  query: URLSearchParams,
  before?: string,
): Promise<{ readonly lines: readonly Line[]; readonly next?: string }> {
  const asked = new URLSearchParams();
  for (const name of FIELDS[kind]) {
    const value = query.get(name);
    if (value) asked.set(name, name === 'since' ? new Date(`${value}T00:00`).toISOString() : value);
  }
  if (before) asked.set('before', before);
  if (kind === 'workflows') {
    const { workflows, next } = await listWorkflows(asked);
    return { lines: workflows, ...(next && { next }) };
  }
  const { runs, next } = await listRuns(asked);
  const lines = runs.map(({ id, bot, script, state, createdAt, endedAt, message, fault }) => {
    const step = fault?.message ?? message;
    return { id, run: id, name: `${bot}/${script}`, bot, state, startedAt: createdAt, ...(step && { step }), ...(endedAt && { endedAt }) };
  });
  return { lines, ...(next && { next }) };
}

interface FieldProps {
  readonly name: string;
  readonly type: 'search' | 'text' | 'date';
  readonly value: string | null;
  readonly change: (value: string) => void;
}
const Field = ({ name, type, value, change }: FieldProps) => (
  <label>
    <span>{name}</span>
    <input type={type as 'text'} value={value ?? ''} onChange={({ currentTarget }) => change(currentTarget.value.trim())} />
  </label>
);

interface ChoiceProps {
  readonly name: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly change: (value: string) => void;
}
const Choice = ({ name, value, options, change }: ChoiceProps) => (
  <label>
    <span>{name}</span>
    <select value={value} onChange={({ currentTarget }) => change(currentTarget.value)}>
      {options.map((option) => (
        <option key={option} value={option}>
          {option || 'any'}
        </option>
      ))}
    </select>
  </label>
);
