/** `/approvals`: what people are asked, and answering it: yes, no, or a value; with a comment, and edited details. */
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api.ts';
import { Notice } from '../notice.tsx';
import { type Approval, decide, listApprovals } from './api.ts';
import { Frame, Moment, State, Trouble } from './frame.tsx';

const REFRESH_MS = 3_000;

export function ApprovalsPage() {
  const [approvals, setApprovals] = useState<readonly Approval[]>();
  const [error, setError] = useState<ApiError>();
  const load = () =>
    listApprovals().then(
      (found) => {
        setApprovals(found);
        setError(undefined);
      },
      (failure: unknown) => setError(failure instanceof ApiError ? failure : new ApiError(0, String(failure), 'Reload the page.')),
    );
  useEffect(() => {
    document.title = 'Approvals';
    void load();
    const timer = setInterval(() => document.visibilityState === 'visible' && void load(), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  const open = approvals?.filter(({ state }) => state === 'open');
  const over = approvals?.filter(({ state }) => state !== 'open');
  return (
    <Frame page="approvals">
      <h1>Approvals</h1>
      {error && <Trouble error={error} />}
      {open?.length === 0 && <p class="empty">Nobody is asked anything at the moment.</p>}
      <ul class="inbox">
        {open?.map((each) => (
          <Question key={each.id} approval={each} reload={load} />
        ))}
      </ul>
      {over && over.length > 0 && (
        <section aria-labelledby="over">
          <h2 id="over">Answered lately</h2>
          <ul class="lines">
            {over.map((each) => (
              <Answered key={each.id} approval={each} />
            ))}
          </ul>
        </section>
      )}
    </Frame>
  );
}

const Answered = ({ approval: { id, run, state, subject, decidedBy, comment, createdAt } }: { readonly approval: Approval }) => (
  <li key={id}>
    <a href={`/runs/${encodeURIComponent(run)}`}>
      <State state={state} />
      <strong>{subject}</strong>
      <span class="soft">{[decidedBy && `by ${decidedBy}`, comment].filter(Boolean).join(': ')}</span>
      <span class="soft when">
        <Moment at={createdAt} />
      </span>
    </a>
  </li>
);

function Question({ approval, reload }: { readonly approval: Approval; readonly reload: () => Promise<void> }) {
  const { id, run, bot, mode, subject, from, need, votes, details, createdAt, due } = approval;
  const shown = details === undefined || details === null ? '' : typeof details === 'string' ? details : JSON.stringify(details, null, 2);
  const [by, setBy] = useState(from.find((each) => !each.startsWith('role:')) ?? '');
  const [comment, setComment] = useState('');
  const [data, setData] = useState(mode === 'input' ? '' : shown);
  const [isBusy, setIsBusy] = useState(false);
  const [said, setSaid] = useState<ApiError | string>();
  const say = async (decision: 'approve' | 'reject' | 'answer') => {
    setIsBusy(true);
    const edited = mode === 'input' || data !== shown ? { data: parsed(data) } : {};
    const roles = from.filter((each) => each.startsWith('role:')).map((each) => each.slice(5));
    const body = { by: by || 'operator', ...(roles.length > 0 && { roles }), ...(comment && { comment }), ...edited };
    await decide(id, decision, body).then(
      async ({ outcome }) => {
        setSaid(outcome === 'noted' ? 'Noted: others must say yes too.' : undefined);
        await reload();
      },
      (failure: unknown) => setSaid(failure instanceof ApiError ? failure : String(failure)),
    );
    setIsBusy(false);
  };
  const name = `approval-${id}`;
  return (
    <li>
      <form class="question" aria-labelledby={name} onSubmit={(event) => event.preventDefault()}>
        <h2 id={name}>{subject || 'May it go on?'}</h2>
        <p class="soft">
          {`${bot} asks ${from.join(', ') || 'anybody'}`}
          {need > 1 && `; ${need} must say yes, ${votes.length} did`}, <Moment at={createdAt} />
          {due && (
            <>
              ; until <Moment at={due} />
            </>
          )}
          . <a href={`/runs/${encodeURIComponent(run)}`}>Its run</a>
        </p>
        {(mode === 'input' || shown) && (
          <label>
            <span>{mode === 'input' ? 'Answer' : 'Details, which you may edit'}</span>
            <textarea
              rows={mode === 'input' ? 2 : Math.min(10, shown.split('\n').length + 1)}
              value={data}
              onInput={({ currentTarget }) => setData(currentTarget.value)}
            />
          </label>
        )}
        <div class="fields">
          <label>
            <span>Comment</span>
            <input type="text" value={comment} onInput={({ currentTarget }) => setComment(currentTarget.value)} />
          </label>
          <label>
            <span>In the name of</span>
            <input type="text" value={by} onInput={({ currentTarget }) => setBy(currentTarget.value)} />
          </label>
        </div>
        <div class="acts">
          {mode === 'input' ? (
            <button type="button" class="yes" disabled={isBusy || data === ''} onClick={() => void say('answer')}>
              Answer
            </button>
          ) : (
            <>
              <button type="button" class="yes" disabled={isBusy} onClick={() => void say('approve')}>
                Approve
              </button>
              <button type="button" disabled={isBusy} onClick={() => void say('reject')}>
                Reject
              </button>
            </>
          )}
        </div>
        <div role="status">
          {typeof said === 'string' && <Notice kind="plain" title={said} />}
          {said instanceof ApiError && <Trouble error={said} />}
        </div>
      </form>
    </li>
  );
}

/** What is JSON is meant as such; anything else is text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
