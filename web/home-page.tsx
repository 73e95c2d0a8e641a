/** `/`: the bots one can talk to. */
import { useEffect, useState } from 'preact/hooks';
import { ApiError, type Bot, isOperator, listBots } from './api.ts';
import { Mark } from './mark.tsx';
import { Notice } from './notice.tsx';

export function HomePage() {
  const [bots, setBots] = useState<readonly Bot[]>();
  const [failure, setFailure] = useState<ApiError>();
  useEffect(() => {
    document.title = 'Bots';
    const load = () =>
      listBots().then(
        (found) => {
          setBots(found);
          setFailure(undefined);
        },
        (error: unknown) => setFailure(error instanceof ApiError ? error : new ApiError(0, String(error), 'Reload the page.')),
      );
    void load();
    // A package that was just dropped in appears without a reload.
    const timer = setInterval(() => document.visibilityState === 'visible' && void load(), 3_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <main class="home">
      <h1>Who would you like to talk to?</h1>
      {failure && <Notice kind="trouble" title={failure.message} text={failure.help} />}
      {bots?.length === 0 && <NoBots />}
      <ul class="bots">
        {bots?.map((bot) => (
          <li key={bot.name}>
            <a href={`/${encodeURIComponent(bot.name)}`}>
              <Mark name={bot.title} />
              <span class="about">
                <strong>{bot.title}</strong>
                <span>{bot.description ?? `/${bot.name}`}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
      <ToTheDesigner />
    </main>
  );
}

/** For whoever keeps the bots. */
function ToTheDesigner() {
  const [mayDesign, setMayDesign] = useState(false);
  useEffect(() => {
    isOperator().then(setMayDesign, () => undefined); // not reached: the page says so already
  }, []);
  return mayDesign ? (
    <p class="todesigner">
      <a href="/designer">Draw and write automations</a>
    </p>
  ) : null;
}

const NoBots = () => (
  <Notice
    kind="plain"
    title="There is no bot yet"
    text="Put a .gbai folder into packages/ and it appears here within a second. “basalt new” makes one from a template."
  />
);
