/** A run as it goes on: its row, the text it follows, and its events as they come. */
import { useEffect, useState } from 'preact/hooks';
import type { ApiError } from '../../api.ts';
import { type Approval, eventsUrl, type Run, showRun } from '../../runs/api.ts';
import { approvalsOf, asError, listFiles, type RunSource, showSource, stemOf } from './api.ts';
import type { RunEvent } from './run-story.ts';

export interface FollowedRun {
  readonly run?: Run;
  readonly source?: RunSource;
  readonly events: readonly RunEvent[];
  /** All that had happened when the page was opened is there. */
  readonly isCaughtUp: boolean;
  readonly approvals: readonly Approval[];
  readonly error?: ApiError;
  readonly reload: () => void;
}

export function useRun(id: string): FollowedRun {
  const [run, setRun] = useState<Run>();
  const [source, setSource] = useState<RunSource>();
  const [events, setEvents] = useState<readonly RunEvent[]>([]);
  const [approvals, setApprovals] = useState<readonly Approval[]>([]);
  const [isCaughtUp, setIsCaughtUp] = useState(false);
  const [error, setError] = useState<ApiError>();
  const fail = (failure: unknown) => setError(asError(failure));
  const loadRun = () => void showRun(id).then(setRun, fail);
  const loadApprovals = () => void approvalsOf(id).then(setApprovals, fail);
  useEffect(() => {
    loadRun();
    loadApprovals();
    showSource(id).then(setSource, fail);
    const stream = new EventSource(eventsUrl(id, 0));
    const come: RunEvent[] = [];
    let frame = 0;
    // A run that is over tells thousands at once: they are drawn together.
    const draw = () => {
      frame = 0;
      setEvents([...come]);
    };
    stream.addEventListener('step', ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as RunEvent;
      come.push(event);
      frame ||= requestAnimationFrame(draw);
      if (event.what === 'waiting' || event.step.decidedBy !== undefined) loadApprovals();
    });
    stream.addEventListener('run', () => {
      loadRun();
      setIsCaughtUp(true);
    });
    stream.addEventListener('end', () => {
      stream.close();
      loadRun();
      loadApprovals();
    });
    return () => {
      stream.close();
      cancelAnimationFrame(frame);
    };
  }, [id]);
  return { events, isCaughtUp, approvals, reload: loadApprovals, ...(run && { run }), ...(source && { source }), ...(error && { error }) };
}

/** `edited`: what is saved now is not what the run follows. `gone`: there is no such file any more. */
export type Edited = 'same' | 'edited' | 'gone';

export function useEdited(run: Run | undefined, source: RunSource | undefined): { readonly edited: Edited; readonly path?: string } {
  const [found, setFound] = useState<{ readonly edited: Edited; readonly path?: string }>({ edited: 'same' });
  const bot = run?.bot;
  useEffect(() => {
    if (bot === undefined || !source) return;
    const look = () =>
      listFiles(bot).then(
        (files) => {
          const file = files.find(({ path }) => /\.bas$/i.test(path) && stemOf(path).toLowerCase() === source.script.toLowerCase());
          setFound(file ? { edited: file.hash === source.hash ? 'same' : 'edited', path: file.path } : { edited: 'gone' });
        },
        () => setFound({ edited: 'gone' }),
      );
    void look();
    addEventListener('focus', look);
    return () => removeEventListener('focus', look);
  }, [bot, source]);
  return found;
}
