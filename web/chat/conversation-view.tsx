/** One conversation: what was said, what is going on, and where to answer. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Bot, Conversation } from '../api.ts';
import { Composer } from './composer.tsx';
import type { ConversationState, Item } from './conversation.ts';
import { DownIcon } from './icons.tsx';
import { Lines, PendingLines } from './lines.tsx';
import { Markdown } from './markdown.tsx';
import { StatusLine } from './status-line.tsx';
import { type LiveConversation, useConversation } from './use-conversation.ts';

interface ViewProps {
  readonly bot: Bot;
  readonly conversation: Conversation;
  readonly onGone: () => void;
}

export function ConversationView({ bot, conversation, onGone }: ViewProps) {
  const live = useConversation(conversation, onGone);
  const { state } = live;
  const { scroller, isAtEnd, toEnd } = useScrolledToEnd(state);
  useTitle(bot.title, state.lines.length);
  const isLost = useLater(state.connection === 'lost', 800);
  return (
    <>
      <main class="talk" ref={scroller}>
        {live.readEarlier && (
          <button type="button" class="more" onClick={() => void live.readEarlier?.()}>
            Show what was said before
          </button>
        )}
        <ol class="lines" aria-label={`Conversation with ${bot.title}`}>
          <Lines lines={state.lines} />
          {[...state.streams].map(([key, { text }]) => (
            <li class="answered streaming" key={key} aria-hidden="true">
              <Markdown text={text} />
            </li>
          ))}
          <PendingLines pending={state.pending} isLost={isLost} onAgain={live.sendAgain} onDrop={live.drop} />
        </ol>
        <StatusLine state={state} />
      </main>
      <footer class="foot">
        {!isAtEnd && (
          <button type="button" class="icon toend" title="To the newest message" aria-label="To the newest message" onClick={toEnd}>
            <DownIcon />
          </button>
        )}
        {isLost && <p class="lost">Not connected. Trying again…</p>}
        <Chips live={live} />
        {conversation.closed ? (
          <p class="lost">This conversation is closed.</p>
        ) : (
          <Composer botTitle={bot.title} prompt={state.prompt} onAnswer={live.say} onFile={live.sendFile} />
        )}
      </footer>
      <Announcements state={state} isLost={isLost} />
    </>
  );
}

function Chips({ live: { state, choose, flip } }: { readonly live: LiveConversation }) {
  if (state.suggestions.length + state.switchers.length === 0) return null;
  return (
    <div class="chips">
      {state.switchers.length > 0 && (
        <fieldset aria-label="Switches">
          {state.switchers.map(({ id, label }) => (
            <button type="button" class="chip toggle" key={id} aria-pressed={state.switchedOn.includes(id)} onClick={() => flip(id)}>
              {label}
            </button>
          ))}
        </fieldset>
      )}
      {state.suggestions.length > 0 && (
        <fieldset aria-label="Suggestions">
          {state.suggestions.map((suggestion) => (
            <button type="button" class="chip" key={suggestion.text} onClick={() => choose(suggestion)}>
              {suggestion.text}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}

/** Read out by screen readers: what is new, once, and not what stood there when the page opened. */
function Announcements({ state, isLost }: { readonly state: ConversationState; readonly isLost: boolean }) {
  const opened = useRef<number | undefined>(undefined);
  if (opened.current === undefined && state.status) opened.current = state.cursor;
  const fresh =
    opened.current === undefined ? [] : state.lines.filter(({ number, item }) => number > (opened.current ?? 0) && item.type !== 'user');
  return (
    <div class="hidden" role="log" aria-live="polite">
      {fresh.slice(-3).map(({ number, item }: Item) => (
        <p key={number}>{'text' in item ? item.text : ''}</p>
      ))}
      {isLost && <p>Not connected. Trying again.</p>}
    </div>
  );
}

/** Who reads the end stays at the end; who has scrolled up is left there. */
function useScrolledToEnd(state: ConversationState) {
  const scroller = useRef<HTMLElement>(null);
  const isAtEndNow = useRef(true);
  const [isAtEnd, setAtEnd] = useState(true);
  const toEnd = () => {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  };
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    let lastTop = box.scrollTop;
    const look = () => {
      const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
      // Only a reader leaves the end: a box that shrank beneath its text did not scroll up.
      if (isNear || box.scrollTop < lastTop) isAtEndNow.current = isNear;
      lastTop = box.scrollTop;
      setAtEnd(isAtEndNow.current);
    };
    box.addEventListener('scroll', look, { passive: true });
    // The chips and the keyboard of a phone change the room there is.
    const resized = new ResizeObserver(() => isAtEndNow.current && toEnd());
    resized.observe(box);
    return () => {
      box.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    if (isAtEndNow.current) toEnd();
  }, [state.lines, state.streams, state.pending, state.status]);
  return { scroller, isAtEnd, toEnd };
}

/** True once it has been true for a while: a short gap is nobody's business. */
function useLater(value: boolean, ms: number): boolean {
  const [later, setLater] = useState(false);
  useEffect(() => {
    if (!value) return setLater(false);
    const timer = setTimeout(() => setLater(true), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return later;
}

/** A tab in the background shows how many messages came. */
function useTitle(title: string, count: number): void {
  const seen = useRef(count);
  useEffect(() => {
    const show = () => {
      if (document.visibilityState === 'visible') seen.current = count;
      document.title = count > seen.current ? `(${count - seen.current}) ${title}` : title;
    };
    show();
    document.addEventListener('visibilitychange', show);
    return () => document.removeEventListener('visibilitychange', show);
  }, [title, count]);
}
