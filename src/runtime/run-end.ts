/** What the end of a run writes: its own row, word to the runs it waits for, and what became of workflows it never left. */
import { childRun, type FlushWrite } from '../spec/index.ts';
import { storable } from './entry.ts';
import type { LiveRun } from './live-run.ts';

export type RunEnd = Pick<Extract<FlushWrite, { kind: 'end' }>, 'state' | 'result' | 'fault'>;

export function writesOfEnd(run: LiveRun, end: RunEnd, at: number): readonly FlushWrite[] {
  const fault = end.fault && { ...end.fault, message: storable(end.fault.message) };
  const writes: FlushWrite[] = [
    { kind: 'end', run: run.id, ...end, ...(fault && { fault }), ...(run.claimed.event && { isDelivery: true }) },
  ];
  // Runs it began and waits for are told, whichever store there is.
  if (end.state === 'cancelled')
    for (const address of run.knownWaits.keys()) writes.push({ kind: 'cancel', run: run.id, target: childRun(run.id, address) });
  // One that was left by a jump or an ON ERROR never came to its end.
  const state = end.state === 'done' ? 'failed' : end.state;
  if (end.state !== 'done' || run.told.openWorkflows > 0) writes.push({ kind: 'workflows-end', run: run.id, state, at });
  return writes;
}
