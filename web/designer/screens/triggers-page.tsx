/** `/designer/triggers`: what begins runs: handlers of events with the last payload, a test event to send, and what is due. */
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../api.ts';
import { Frame, Moment, Trouble } from '../../runs/frame.tsx';
import { Value } from '../../runs/step-details.tsx';
import { asError } from './api.ts';
import { type EventTrigger, listTriggers, sendEvent, type Upcoming } from './library-api.ts';
import { useLoaded } from './use-loaded.ts';

const REFRESH_MS = 5_000;

export function TriggersPage() {
  const { found, error, reload } = useLoaded(listTriggers, REFRESH_MS);
  useEffect(() => {
    document.title = 'Triggers and events';
  }, []);
  return (
    <Frame page="triggers">
      <h1>Triggers and events</h1>
      {error && <Trouble error={error} />}
      {found?.events.length === 0 && <p class="empty">No script that is live begins with ON EVENT.</p>}
      <ul class="triggers">
        {found?.events.map((each) => (
          <Trigger key={`${each.bot}/${each.script}/${each.event.bot}/${each.event.name}`} trigger={each} reload={reload} />
        ))}
      </ul>
      {found && found.upcoming.length > 0 && (
        <section aria-labelledby="upcoming">
          <h2 id="upcoming">What goes on by itself</h2>
          <ul class="lines">
            {found.upcoming.map((each) => (
              <Due key={`${each.run}${each.at}`} {...each} />
            ))}
          </ul>
        </section>
      )}
    </Frame>
  );
}

const Due = ({ bot, run, kind, at }: Upcoming) => (
  <li>
    <a href={`/designer/runs/${encodeURIComponent(run)}`}>
      <span class="state">{kind}</span>
      <strong>{bot}</strong>
      <span class="soft">{run}</span>
      <span class="soft when">
        <Moment at={at} />
      </span>
    </a>
  </li>
);

function Trigger({ trigger, reload }: { readonly trigger: EventTrigger; readonly reload: () => void }) {
  const { bot, script, event, where, dead, last } = trigger;
  const stem = script.split('~', 1)[0] ?? script;
  const id = `trigger-${bot}-${script}-${event.name}`;
  return (
    <li class="trigger">
      <article aria-labelledby={id}>
        <h2 id={id}>{event.name}</h2>
        <p class="soft">
          {event.bot === bot ? 'begins ' : `of ${event.bot} begins `}
          <a href={`/designer/${encodeURIComponent(bot)}?script=${encodeURIComponent(stem)}`}>{`${bot}/${stem}`}</a>
          {where && `, where ${where}`}
        </p>
        {dead > 0 && <p class="fault">{dead === 1 ? '1 dead letter' : `${dead} dead letters`}: a handler failed on them each time.</p>}
        {last ? (
          <>
            <p class="soft">
              Number {last.number} came <Moment at={last.at} />
            </p>
            <Value name="Last payload" value={last.payload ?? {}} />
          </>
        ) : (
          <p class="soft">None came yet.</p>
        )}
        <TestEvent trigger={trigger} reload={reload} />
      </article>
    </li>
  );
}

function TestEvent({ trigger: { event, last }, reload }: { readonly trigger: EventTrigger; readonly reload: () => void }) {
  const [text, setText] = useState<string>();
  const [said, setSaid] = useState<ApiError | string>();
  if (text === undefined)
    return (
      <div class="acts">
        <button type="button" onClick={() => setText(JSON.stringify(last?.payload ?? {}, null, 2))}>
          Send a test event<span class="hidden">{` ${event.name}`}</span>
        </button>
      </div>
    );
  const send = async () => {
    const payload = objectIn(text);
    if (payload instanceof ApiError) return setSaid(payload);
    await sendEvent(event.bot, event.name, payload).then(
      ({ number }) => setSaid(`Sent as number ${number}; its runs begin now, for real.`),
      (failure: unknown) => setSaid(asError(failure)),
    );
    reload();
  };
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void send();
      }}
    >
      <label>
        <span>Payload, as JSON</span>
        <textarea
          rows={Math.min(8, text.split('\n').length + 1)}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <div class="acts">
        <button type="submit" class="yes">
          Send
        </button>
        <button type="button" onClick={() => setText(undefined)}>
          Cancel
        </button>
      </div>
      <div role="status">
        {typeof said === 'string' && <p class="soft">{said}</p>}
        {said instanceof ApiError && <Trouble error={said} />}
      </div>
    </form>
  );
}

function objectIn(text: string): Readonly<Record<string, unknown>> | ApiError {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as Readonly<Record<string, unknown>>;
  } catch (error) {
    return new ApiError(0, `the payload is not JSON: ${(error as Error).message}`, 'Write an object like {"id": 7}.');
  }
  return new ApiError(0, 'the payload is not an object', 'Write an object like {"id": 7}.');
}
