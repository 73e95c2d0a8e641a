/** `/designer`: my automations, what became of each, and how a new one begins. */
import { useEffect, useState } from 'preact/hooks';
import { Mark } from '../../mark.tsx';
import { Frame, Moment, State, Trouble } from '../../runs/frame.tsx';
import { found } from '../search.ts';
import { type Automation, listAutomations, listTemplates } from './library-api.ts';
import { NewAutomation } from './new-automation.tsx';
import { TemplateCard } from './template-card.tsx';
import { useLoaded } from './use-loaded.ts';

const REFRESH_MS = 5_000;

export function AutomationsPage() {
  const { found: automations, error } = useLoaded(listAutomations, REFRESH_MS);
  const [query, setQuery] = useState('');
  useEffect(() => {
    document.title = 'My automations';
  }, []);
  const shown = found(automations ?? [], query, ({ title, bot, description, lastEdit, events }) => [
    title,
    bot,
    description ?? '',
    lastEdit?.author ?? '',
    events.join(' '),
  ]);
  return (
    <Frame page="automations">
      <div class="pagehead">
        <h1>My automations</h1>
        <NewAutomation />
      </div>
      {error && <Trouble error={error} />}
      {automations?.length === 0 && <Beginning />}
      {automations && automations.length > 0 && (
        <>
          <search>
            <label>
              <span class="hidden">Search automations</span>
              <input
                type="search"
                placeholder="Search by name, event or person"
                value={query}
                onInput={({ currentTarget }) => setQuery(currentTarget.value)}
              />
            </label>
          </search>
          {shown.length === 0 && <p class="empty">Nothing matches.</p>}
          <ul class="automations">
            {shown.map((each) => (
              <Line key={each.bot} {...each} />
            ))}
          </ul>
        </>
      )}
    </Frame>
  );
}

function Line(automation: Automation) {
  const { bot, title, description, lastRun, next, events, approvals, lastEdit } = automation;
  const path = `/designer/${encodeURIComponent(bot)}`;
  return (
    <li>
      <Mark name={title} />
      <div class="about">
        <h2>
          <a href={path}>{title}</a>
        </h2>
        <p class="soft">{description ?? bot}</p>
        <p class="standing">
          <Standing {...automation} />
          {approvals > 0 && <a href="/approvals">{approvals === 1 ? '1 open question' : `${approvals} open questions`}</a>}
        </p>
      </div>
      <dl>
        <div>
          <dt>Last run</dt>
          <dd>
            {lastRun ? (
              <a class="lastrun" href={`/designer/runs/${encodeURIComponent(lastRun.id)}`}>
                <State state={lastRun.state} /> <Moment at={lastRun.at} />
              </a>
            ) : (
              'none yet'
            )}
          </dd>
        </div>
        <div>
          <dt>Next</dt>
          <dd>
            {next && (
              <>
                {`${WAITS[next.kind] ?? next.kind} `}
                <Moment at={next.at} />
              </>
            )}
            {!next && (events.length > 0 ? `on ${events.join(', ')}` : 'when it is asked')}
          </dd>
        </div>
        <div>
          <dt>Owner</dt>
          <dd>{lastEdit ? `${lastEdit.author || 'another editor'}, ${lastEdit.sentence}` : 'in the packages folder'}</dd>
        </div>
      </dl>
      <a class="button" href={`${path}/history`} aria-label={`History of ${title}`}>
        History
      </a>
    </li>
  );
}

const WAITS: Readonly<Record<string, string>> = {
  timer: 'goes on',
  approval: 'question ends',
  event: 'stops waiting',
  reply: 'stops waiting',
};

function Standing({ state, unpublished, errors }: Automation) {
  if (errors > 0) return <span class="state failed">{errors === 1 ? '1 error' : `${errors} errors`}</span>;
  if (state === 'new') return <span class="state">not published yet</span>;
  if (state === 'retired') return <span class="state">retired</span>;
  return (
    <>
      <span class="state running">live</span>
      {unpublished && <span class="soft">with edits that are not published</span>}
    </>
  );
}

const FIRST = ['approval-chain', 'support-triage', 'research-team'];

function Beginning() {
  const { found: templates, error } = useLoaded(listTemplates);
  const own = FIRST.flatMap((name) => templates?.find((each) => each.name === name) ?? []);
  const rest = (templates ?? []).filter(({ name }) => !FIRST.includes(name));
  return (
    <section aria-labelledby="beginning">
      <h2 id="beginning">There is nothing here yet. Try one of these: one click, and nothing leaves the sandbox.</h2>
      {error && <Trouble error={error} />}
      <ul class="templates">
        {[...own, ...rest].slice(0, FIRST.length).map((template) => (
          <TemplateCard key={template.name} template={template} />
        ))}
      </ul>
      <p>
        <a href="/designer/templates">All templates</a>
      </p>
    </section>
  );
}
