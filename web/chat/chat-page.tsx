/** `/NAME`: finds or opens the visitor's conversation with that bot, and lets begin another. */
import { useEffect, useState } from 'preact/hooks';
import { ApiError, type Bot, type Conversation, listConversations, openConversation, showBot } from '../api.ts';
import { Mark } from '../mark.tsx';
import { Notice } from '../notice.tsx';
import { ConversationView } from './conversation-view.tsx';
import { DeployErrors } from './deploy-errors.tsx';
import { BackIcon, HistoryIcon, PlusIcon } from './icons.tsx';

interface Loaded {
  readonly bot: Bot;
  readonly conversations: readonly Conversation[];
  readonly current: Conversation;
}

export function ChatPage({ bot: name }: { readonly bot: string }) {
  const [loaded, setLoaded] = useState<Loaded>();
  const [failure, setFailure] = useState<ApiError>();
  const run = (act: Promise<Loaded>) =>
    act.then(
      (next) => {
        setFailure(undefined);
        setLoaded(next);
      },
      (error: unknown) => setFailure(error instanceof ApiError ? error : new ApiError(0, String(error), 'Reload the page.')),
    );
  useEffect(() => void run(load(name)), [name]);
  useRetry(failure?.status === 0 || failure?.status === 429 || (failure?.status ?? 0) >= 500, () => run(load(name)));
  const begin = () =>
    loaded && run(openConversation(name).then((current) => ({ ...loaded, current, conversations: [current, ...loaded.conversations] })));

  return (
    <div class="chat">
      <header class="top">
        <a class="icon" href="/" title="All bots" aria-label="All bots">
          <BackIcon />
        </a>
        {loaded && <Mark name={loaded.bot.title} />}
        <div class="who">
          <h1>{loaded?.bot.title ?? name}</h1>
          {loaded?.bot.description && <p>{loaded.bot.description}</p>}
        </div>
        {loaded && <Earlier loaded={loaded} onPick={(current) => setLoaded({ ...loaded, current })} />}
        {loaded && (
          <button type="button" class="icon" title="New conversation" aria-label="New conversation" onClick={() => void begin()}>
            <PlusIcon />
          </button>
        )}
      </header>
      <DeployErrors bot={name} />
      {failure && <Failure failure={failure} bot={name} />}
      {loaded && <ConversationView key={loaded.current.id} bot={loaded.bot} conversation={loaded.current} onGone={() => void begin()} />}
    </div>
  );
}

async function load(name: string): Promise<Loaded> {
  const bot = await showBot(name);
  document.title = bot.title;
  const known = await listConversations(name);
  const latest = known.find(({ closed }) => !closed);
  const current = latest ?? (await openConversation(name));
  return { bot, current, conversations: latest ? known : [current, ...known] };
}

const RETRY_MS = 2_000;

function useRetry(isPassing: boolean, act: () => void): void {
  useEffect(() => {
    if (!isPassing) return;
    const timer = setInterval(act, RETRY_MS);
    return () => clearInterval(timer);
  }, [isPassing]);
}

function Failure({ failure, bot }: { readonly failure: ApiError; readonly bot: string }) {
  if (failure.status === 404)
    return (
      <main class="home">
        <Notice kind="plain" title={`There is no bot called “${bot}”`}>
          <p>
            <a href="/">See the bots there are</a>
          </p>
        </Notice>
      </main>
    );
  const title = failure.status === 0 ? 'The server cannot be reached' : failure.message;
  return <Notice kind="trouble" title={title} text={failure.status === 0 ? 'Trying again…' : failure.help} />;
}

interface EarlierProps {
  readonly loaded: Loaded;
  readonly onPick: (conversation: Conversation) => void;
}

function Earlier({ loaded: { conversations, current }, onPick }: EarlierProps) {
  if (conversations.length < 2) return null;
  return (
    <div class="earlier icon" title="Earlier conversations">
      <HistoryIcon />
      <select
        aria-label="Conversation"
        value={current.id}
        onChange={(event) => {
          const picked = conversations.find(({ id }) => id === event.currentTarget.value);
          if (picked) onPick(picked);
        }}
      >
        {conversations.map(({ id, createdAt }) => (
          <option key={id} value={id}>
            {new Date(createdAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
          </option>
        ))}
      </select>
    </div>
  );
}
