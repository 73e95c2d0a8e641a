/** A slider over the events of a run: back to any moment of it, and on. */
import { moment } from '../../runs/frame.tsx';
import type { RunEvent } from './run-story.ts';

interface ScrubberProps {
  readonly events: readonly RunEvent[];
  /** So many events are told. */
  readonly at: number;
  readonly go: (at: number) => void;
  readonly isOver: boolean;
}

export function Scrubber({ events, at, go, isOver }: ScrubberProps) {
  const event = events[at - 1];
  const words = event ? `${event.step.keyword} ${event.step.label}`.trim().concat(`, ${event.what}`) : 'Nothing yet';
  const when = event && (event.what === 'done' || event.what === 'failed' ? event.step.endedAt : event.step.startedAt);
  const isLast = at === events.length;
  return (
    <div class="scrubber" role="group" aria-label="Moment of the run">
      <button type="button" disabled={at === 0} aria-label="Back one event" onClick={() => go(at - 1)}>
        ‹
      </button>
      <input
        type="range"
        min={0}
        max={events.length}
        value={at}
        aria-label="Event"
        aria-valuetext={`${at} of ${events.length}: ${words}`}
        onInput={({ currentTarget }) => go(Number(currentTarget.value))}
      />
      <button type="button" disabled={isLast} aria-label="On one event" onClick={() => go(at + 1)}>
        ›
      </button>
      <span class="moment">
        <strong>{words}</strong>
        <span class="soft">{[when && moment(when), `${at} of ${events.length}`].filter(Boolean).join(' · ')}</span>
      </span>
      {isLast ? (
        <span class="soft livesign">{isOver ? 'the end' : 'live'}</span>
      ) : (
        <button type="button" class="tolive" onClick={() => go(events.length)}>
          {isOver ? 'To the end' : 'Go live'}
        </button>
      )}
    </div>
  );
}
