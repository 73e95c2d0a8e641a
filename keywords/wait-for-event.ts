/**
 * WAIT FOR EVENT: sleeps until an event comes that fits. An event published since the run began, and not taken by this
 * wait's condition before, counts too: what happened while the program was busy is not missed.
 */
import { type Arguments, condition, defineKeyword, type Faulted, list, number, text, value, type Waits } from '../src/spec/index.ts';
import { meets, probeOf, toText } from '../src/values/index.ts';
import { eventName, notAName } from './shared/events.ts';
import { faulted } from './shared/faulted.ts';
import { secondsToMs } from './shared/seconds.ts';

const PARAMS = {
  events: list('Its name; of several, whichever comes first.'),
  from: text('Another bot whose events are meant, where that was granted.').optional(),
  where: condition('What the event must say; a name on the left side is one of its fields.').optional(),
  seconds: number('No longer than this.').optional(),
};

export const waitForEvent = defineKeyword({
  name: 'WAIT FOR EVENT',
  group: 'bots',
  since: '0.2',
  summary: 'Waits for an event and answers what it says; afterwards EVENT is it.',
  syntax: 'WAIT FOR EVENT <events...> { /FROM <from> | /WHERE <where:cond> | /TIMEOUT <seconds> }',
  params: PARAMS,
  returns: value('Its payload, an object; NOTHING when the time is over.'),
  example: 'paid = WAIT FOR EVENT "order_paid" WHERE order_id = id TIMEOUT 3600',
  effect: { class: 'wait', tier: 0 },
  perform: (args, { ask }) => waitFor(args, ask.bot),
  wake(args, signal, { ask }) {
    if (signal.kind !== 'event') return { result: null, writes: [] };
    if (meets(args.where ?? null, signal.payload)) return { result: signal.payload, writes: [] };
    const again = waitFor(args, ask.bot);
    if ('fault' in again || again.wait.kind !== 'event') return again;
    return { wait: { ...again.wait, ...(signal.due !== undefined && { until: signal.due }) } };
  },
});

function waitFor({ events, from, where, seconds }: Arguments<typeof PARAMS>, own: string): Waits | Faulted {
  const names: string[] = [];
  for (const each of events.map(toText)) {
    const name = eventName(each);
    if (name === undefined) return notAName(each);
    names.push(name);
  }
  if (names.length === 0) return faulted('bad-argument', 'WAIT FOR EVENT waits for a name');
  const timeoutMs = seconds === undefined ? undefined : secondsToMs(seconds);
  if (timeoutMs === null) return faulted('bad-argument', 'TIMEOUT takes a number of seconds, ten years at most');
  const equals = probeOf(where ?? null);
  const bot = from?.trim() || own;
  return {
    wait: {
      kind: 'event',
      bot,
      names: [...new Set(names)],
      ...(equals !== undefined && { equals }),
      ...(timeoutMs !== undefined && { timeoutMs }),
    },
  };
}
