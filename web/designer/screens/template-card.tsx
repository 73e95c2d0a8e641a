/** A template: what it does in a sentence, how it is drawn, what it needs; tried in place, or begun with. */
import { useMemo, useState } from 'preact/hooks';
import { textOf } from '../../../src/language/document/reading.ts';
import type { ApiError } from '../../api.ts';
import { Trouble } from '../../runs/frame.tsx';
import { CanvasView } from '../canvas/index.ts';
import { asError, stemOf } from './api.ts';
import { begin, type Template, type Tried, tryTemplate } from './library-api.ts';
import { read } from './reader.ts';
import { TriedView } from './tried-view.tsx';

/** The script that a conversation or a run of it begins with. */
export const mainScript = ({ files }: Template) =>
  files.find(({ path }) => /\.bas$/i.test(path) && stemOf(path) === 'start') ?? files.find(({ path }) => /\.bas$/i.test(path));

export function TemplateCard({ template }: { readonly template: Template }) {
  const { name, title, summary, cases } = template;
  const [tried, setTried] = useState<Tried>();
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [named, setNamed] = useState(cases[0]?.name);
  const text = mainScript(template)?.text ?? '';
  const script = useMemo(() => read(text), [text]);
  const act = async (doing: () => Promise<void>) => {
    setIsBusy(true);
    setError(undefined);
    await doing().catch((failure: unknown) => setError(asError(failure)));
    setIsBusy(false);
  };
  const use = () =>
    act(async () => {
      const bot = await beginAs(name);
      location.href = `/designer/${encodeURIComponent(bot)}`;
    });
  const id = `template-${name}`;
  return (
    <li class={tried ? 'template is-tried' : 'template'}>
      <article aria-labelledby={id}>
        {!tried && (
          <div class="thumb" inert>
            <CanvasView root={script.root} textOf={({ anchor }) => textOf(script, anchor)} label={`Steps of ${title}`} zoom={0.5} />
          </div>
        )}
        <div class="about">
          <h2 id={id}>{title}</h2>
          <p>{summary}</p>
          <Needs {...template} />
          <div class="acts">
            {cases.length > 1 && (
              <label class="case">
                <span class="hidden">{`Case of ${title}`}</span>
                <select value={named} onChange={({ currentTarget }) => setNamed(currentTarget.value)}>
                  {cases.map((each) => (
                    <option key={each.name} value={each.name}>
                      {each.title}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <button
              type="button"
              disabled={isBusy}
              aria-busy={isBusy}
              onClick={() => void act(async () => setTried(await tryTemplate(name, named)))}
            >
              Try<span class="hidden">{` ${title}`}</span>
            </button>
            <button type="button" class="yes" disabled={isBusy} onClick={() => void use()}>
              Use<span class="hidden">{` ${title}`}</span>
            </button>
          </div>
          {error && <Trouble error={error} />}
        </div>
        <div role="status" class="triedplace">
          {tried && <TriedView tried={tried} document={script} title={title} close={() => setTried(undefined)} />}
        </div>
      </article>
    </li>
  );
}

const Needs = ({ needs: { bots, people, services, secrets, model } }: Template) => {
  const all = [
    [bots, 'bots'],
    [people, 'people'],
    [services, 'services'],
    [secrets, 'secrets'],
  ] as const;
  const told = all.flatMap(([names, word]) => (names.length > 0 ? [`${word}: ${names.join(', ')}`] : []));
  return <p class="soft needs">{[...told, ...(model ? ['a model'] : [])].join(' · ') || 'Needs nothing else'}</p>;
};

const MOST_NAMES = 50;

/** Under its own name, or the next that is free. */
async function beginAs(template: string): Promise<string> {
  for (let turn = 1; ; turn++) {
    const bot = turn === 1 ? template : `${template}-${turn}`;
    try {
      return (await begin(bot, { template })).bot;
    } catch (failure) {
      if (asError(failure).status !== 409 || turn === MOST_NAMES) throw failure;
    }
  }
}
