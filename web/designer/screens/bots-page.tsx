/** `/designer/bots`: who can do what, and who works with whom. */
import { useEffect, useState } from 'preact/hooks';
import { Mark } from '../../mark.tsx';
import { Frame, Trouble } from '../../runs/frame.tsx';
import { found } from '../search.ts';
import { type DirectoryEntry, showDirectory } from './library-api.ts';
import { useLoaded } from './use-loaded.ts';

export function BotsPage() {
  const { found: bots, error } = useLoaded(showDirectory);
  const [query, setQuery] = useState('');
  useEffect(() => {
    document.title = 'Bots';
  }, []);
  const shown = found(bots ?? [], query, ({ title, bot, description, tools }) => [
    title,
    bot,
    tools.map(({ name }) => name).join(' '),
    description ?? '',
  ]);
  return (
    <Frame page="bots">
      <div class="pagehead">
        <h1>Bots</h1>
        <search>
          <label>
            <span class="hidden">Search bots</span>
            <input
              type="search"
              placeholder="Search by name or tool"
              value={query}
              onInput={({ currentTarget }) => setQuery(currentTarget.value)}
            />
          </label>
        </search>
      </div>
      {error && <Trouble error={error} />}
      {bots && shown.length === 0 && <p class="empty">{bots.length === 0 ? 'There is no bot yet.' : 'Nothing matches.'}</p>}
      <ul class="directory">
        {shown.map((each) => (
          <Entry key={each.bot} {...each} />
        ))}
      </ul>
    </Frame>
  );
}

function Entry({ bot, title, description, state, tools, delegates, usedBy }: DirectoryEntry) {
  const id = `bot-${bot}`;
  const works = [...new Set(delegates.flatMap(({ bot: other }) => (other === undefined ? [] : [other])))];
  return (
    <li id={bot}>
      <article aria-labelledby={id}>
        <header>
          <Mark name={title} />
          <div class="about">
            <h2 id={id}>
              <a href={`/designer/${encodeURIComponent(bot)}`}>{title}</a>
            </h2>
            <p class="soft">{description ?? bot}</p>
          </div>
          {state === 'retired' ? (
            <span class="state">retired</span>
          ) : (
            <a class="button" href={`/${encodeURIComponent(bot)}`}>
              Talk<span class="hidden">{` to ${title}`}</span>
            </a>
          )}
        </header>
        {tools.length > 0 && (
          <section aria-label={`Tools of ${title}`}>
            <ul class="tools">
              {tools.map(({ name, description: about, schema }) => (
                <li key={name}>
                  <a href={`/designer/${encodeURIComponent(bot)}?script=${encodeURIComponent(name)}`}>{name}</a>
                  <code>{`(${inputs(schema.properties, schema.required)})`}</code>
                  {about && <span class="soft">{about}</span>}
                </li>
              ))}
            </ul>
          </section>
        )}
        {works.length > 0 && <p class="soft">Asks {works.join(', ')}.</p>}
        <p class="soft">
          {usedBy.length === 0 && 'No other bot asks it.'}
          {usedBy.length > 0 && 'Asked by '}
          {usedBy.map((user, i) => (
            <>
              {i > 0 && ', '}
              <a key={user} href={`#${encodeURIComponent(user)}`}>
                {user}
              </a>
            </>
          ))}
        </p>
      </article>
    </li>
  );
}

const inputs = (properties: object = {}, required: readonly string[] = []): string =>
  Object.keys(properties)
    .map((name) => (required.includes(name) ? name : `${name}?`))
    .join(', ');
