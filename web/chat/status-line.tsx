/** What is going on, in words for people; details of a fault only for operators, who alone get them. */
import { Notice } from '../notice.tsx';
import type { ConversationState } from './conversation.ts';

export function StatusLine({ state }: { readonly state: ConversationState }) {
  const { status, streams } = state;
  if (!status || status.state === 'idle' || status.state === 'listening') return null;
  if (status.state === 'working') return streams.size > 0 ? null : <Working />;
  if (status.state === 'waiting') return <p class="waiting">{waitingText(status.until)}</p>;
  if (status.state === 'held')
    return (
      <Notice
        kind="plain"
        title="A person needs to look at this first"
        text="Something could not be settled automatically. Your conversation is kept and goes on from here."
      />
    );
  const { fault } = status;
  return (
    <Notice kind="trouble" title="This stopped because something went wrong" text="Write something to begin again.">
      {fault && (
        <p class="place">
          {fault.script && <code>{`${fault.script}${fault.line ? `:${fault.line}` : ''}`}</code>} {fault.message}
        </p>
      )}
    </Notice>
  );
}

const Working = () => (
  <p class="working">
    <span class="dots" aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
    <span class="hidden">Working on it</span>
  </p>
);

export function waitingText(until: string | undefined, now = new Date()): string {
  if (!until) return 'Waiting for something else to finish.';
  const due = new Date(until);
  const seconds = (due.getTime() - now.getTime()) / 1000;
  if (seconds < 90) return 'Waiting a moment.';
  const time = due.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  const isToday = due.toDateString() === now.toDateString();
  const moment = isToday ? time : `${due.toLocaleDateString(undefined, { dateStyle: 'full' })}, ${time}`;
  return `Waiting until ${moment}. You can close this page; nothing is lost.`;
}
