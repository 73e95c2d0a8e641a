/** `/designer/BOT/history`: each save with who and what; any two compared as text and as canvas; one brought back. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ApiError } from '../../api.ts';
import { Frame, Moment, Trouble } from '../../runs/frame.tsx';
import { asError, type FileVersion, listVersions, restoreVersion, showVersion } from './api.ts';
import { CanvasDiff } from './canvas-diff.tsx';
import { TextDiff } from './text-diff.tsx';

type View = 'text' | 'canvas';
const PAGE = 100;

export function HistoryPage({ bot }: { readonly bot: string }) {
  const [path, setPath] = useState(() => new URLSearchParams(location.search).get('path') ?? '');
  const [versions, setVersions] = useState<readonly FileVersion[]>();
  const [isWhole, setIsWhole] = useState(true);
  const [chosen, setChosen] = useState<number>();
  const [other, setOther] = useState<number>();
  const [view, setView] = useState<View>('canvas');
  const [error, setError] = useState<ApiError>();
  const [said, setSaid] = useState('');
  const load = async (before?: number) => {
    const query = new URLSearchParams({ limit: String(PAGE), ...(path && { path }), ...(before && { before: String(before) }) });
    const found = await listVersions(bot, query);
    setVersions((known) => (before && known ? [...known, ...found] : found));
    setIsWhole(found.length < PAGE);
    setError(undefined);
    return found;
  };
  const fail = (failure: unknown) => setError(asError(failure));
  useEffect(() => {
    document.title = `${bot} · History`;
    load().then(([newest]) => setChosen(newest?.number), fail);
  }, [bot, path]);

  const to = versions?.find(({ number }) => number === chosen);
  const own = versions?.filter((each) => each.path === to?.path) ?? [];
  const from = own.find(({ number }) => number === other) ?? own[own.findIndex(({ number }) => number === chosen) + 1];
  const texts = useTexts(bot, from, to, fail);
  const paths = useMemo(() => [...new Set(versions?.map((each) => each.path))].sort(), [versions]);
  const restore = (number: number) =>
    restoreVersion(bot, number).then(async () => {
      const [newest] = await load();
      setSaid(`Version ${number} is back, as version ${newest?.number}.`);
      setChosen(newest?.number);
      setOther(undefined);
    }, fail);
  return (
    <Frame page="automations">
      <div class="pagehead">
        <h1>{`History of ${bot}`}</h1>
        <div class="acts">
          <label class="case">
            <span class="hidden">File</span>
            <select
              value={path}
              onChange={({ currentTarget }) => {
                setPath(currentTarget.value);
                setOther(undefined);
              }}
            >
              <option value="">all files</option>
              {[...new Set([...paths, ...(path ? [path] : [])])].map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </select>
          </label>
          <a class="button" href={`/designer/${encodeURIComponent(bot)}`}>
            Edit
          </a>
        </div>
      </div>
      {error && <Trouble error={error} />}
      <p role="status" class={said ? 'soft' : 'hidden'}>
        {said}
      </p>
      {versions?.length === 0 && <p class="empty">Nothing was saved here yet.</p>}
      <div class="versions">
        <ol class="saves" aria-label="Versions">
          {versions?.map((each) => (
            <li key={each.number}>
              <button
                type="button"
                aria-pressed={each.number === chosen}
                onClick={() => {
                  setChosen(each.number);
                  setOther(undefined);
                }}
              >
                <span class="number">{each.number}</span>
                <span class="sentence">{each.sentence}</span>
                <span class="soft">
                  {`${each.author || 'another editor'}, `}
                  <Moment at={each.at} />
                  {!path && ` · ${each.path.split('/').at(-1)}`}
                </span>
                {each.version && <span class="state running">published</span>}
              </button>
            </li>
          ))}
          {!isWhole && (
            <li>
              <button type="button" class="more" onClick={() => void load(versions?.at(-1)?.number).catch(fail)}>
                Older ones
              </button>
            </li>
          )}
        </ol>
        {to && (
          <section class="compare" aria-label="What changed">
            <div class="comparehead">
              <label class="case">
                <span>{`Version ${to.number}, compared with`}</span>
                <select value={from?.number ?? ''} onChange={({ currentTarget }) => setOther(Number(currentTarget.value))}>
                  {!from && <option value="">nothing before</option>}
                  {own
                    .filter(({ number }) => number !== chosen)
                    .map(({ number, sentence }) => (
                      <option key={number} value={number}>{`${number}: ${sentence}`}</option>
                    ))}
                </select>
              </label>
              <fieldset class="switch" aria-label="View">
                {(['canvas', 'text'] as const).map((each) => (
                  <button key={each} type="button" aria-pressed={view === each} onClick={() => setView(each)}>
                    {each === 'canvas' ? 'Canvas' : 'Text'}
                  </button>
                ))}
              </fieldset>
              <div class="acts">
                <button type="button" onClick={() => void restore(to.number)}>
                  {`Restore version ${to.number}`}
                </button>
              </div>
            </div>
            {texts &&
              (view === 'canvas' && /\.bas$/i.test(to.path) ? (
                <CanvasDiff before={texts.before} after={texts.after} />
              ) : (
                <TextDiff before={texts.before} after={texts.after} />
              ))}
          </section>
        )}
      </div>
    </Frame>
  );
}

/** Both texts; of a file that was deleted, or was not there yet, the empty one. */
function useTexts(bot: string, from: FileVersion | undefined, to: FileVersion | undefined, fail: (failure: unknown) => void) {
  const [texts, setTexts] = useState<{ readonly before: string; readonly after: string }>();
  useEffect(() => {
    if (!to) return;
    let isStale = false;
    const textOf = async (version: FileVersion | undefined) => (version ? ((await showVersion(bot, version.number)).text ?? '') : '');
    Promise.all([textOf(from), textOf(to)]).then(([before, after]) => !isStale && setTexts({ before, after }), fail);
    return () => {
      isStale = true;
    };
  }, [bot, from?.number, to?.number]);
  return texts;
}
