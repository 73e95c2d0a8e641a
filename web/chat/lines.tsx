/** The messages: the bot's as set text, the visitor's as bubbles, days parted by their date. */
import type { ComponentChildren } from 'preact';
import type { Item, Pending } from './conversation.ts';
import { ClipIcon } from './icons.tsx';
import { Markdown } from './markdown.tsx';

export function Lines({ lines }: { readonly lines: readonly Item[] }) {
  return (
    <>
      {lines.map((line, index) => (
        <Line key={line.number} line={line} day={dayOf(line) === dayOf(lines[index - 1]) ? undefined : dayOf(line)} />
      ))}
    </>
  );
}

function Line({ line: { item, at }, day }: { readonly line: Item; readonly day: string | undefined }) {
  const time = <Time at={at} />;
  return (
    <>
      {day && (
        <li class="day">
          <span>{day}</span>
        </li>
      )}
      {item.type === 'user' && (
        <li class="said">
          <Speaker>You</Speaker>
          <Said text={item.text} value={item.value} />
          {time}
        </li>
      )}
      {item.type === 'bot' && (
        <li class="answered">
          <Speaker>Bot</Speaker>
          <Markdown text={item.text} />
          {time}
        </li>
      )}
      {item.type === 'error' && (
        <li class="answered failed">
          <Speaker>Problem</Speaker>
          <p>{item.text}</p>
          {time}
        </li>
      )}
    </>
  );
}

/** For those who hear the page. */
const Speaker = ({ children }: { readonly children: ComponentChildren }) => <span class="hidden">{children}: </span>;

const Time = ({ at }: { readonly at: string }) => (
  <time dateTime={at}>{new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })}</time>
);

const OWN_FILE = /^\/api\/v1\/conversations\/[^/]+\/files\/[\w.-]+$/;
const PICTURE = /\.(png|jpe?g|gif|webp)$/;

function Said({ text, value }: { readonly text: string; readonly value?: string }) {
  if (!value || !OWN_FILE.test(value)) return <p class="bubble">{text}</p>;
  return (
    <a class="bubble attached" href={value} target="_blank" rel="noopener">
      {PICTURE.test(value) ? <img src={value} alt="" /> : <ClipIcon />}
      <span>{text}</span>
    </a>
  );
}

interface PendingProps {
  readonly pending: readonly Pending[];
  readonly isLost: boolean;
  readonly onAgain: (message: Pending) => void;
  readonly onDrop: (clientId: string) => void;
}

export function PendingLines({ pending, isLost, onAgain, onDrop }: PendingProps) {
  return (
    <>
      {pending.map((message) => (
        <li class="said pending" key={message.clientId}>
          <Speaker>You</Speaker>
          <Said text={message.text} value={message.value} />
          {message.failure ? (
            <span class="failure" role="alert">
              Not sent: {message.failure}{' '}
              <button type="button" onClick={() => onAgain(message)}>
                Try again
              </button>{' '}
              <button type="button" onClick={() => onDrop(message.clientId)}>
                Drop it
              </button>
            </span>
          ) : (
            isLost && <span class="later">Will be sent when the connection is back</span>
          )}
        </li>
      ))}
    </>
  );
}

function dayOf(line: Item | undefined): string | undefined {
  if (!line) return undefined;
  const date = new Date(line.at);
  const days = Math.round((startOfDay(new Date()) - startOfDay(date)) / 86_400_000);
  return days === 0 ? 'Today' : days === 1 ? 'Yesterday' : date.toLocaleDateString(undefined, { dateStyle: 'full' });
}

const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
