/**
 * PUBLISH EVENT: tells whoever waits or handles. The row rides in the flush, so the event is published exactly once;
 * events under one key reach each handler one after the other.
 */
import { defineKeyword, MOST_HOPS, pairs, text, value } from '../src/spec/index.ts';
import { Dict, probesOf } from '../src/values/index.ts';
import { eventName, keyText, notAName, tooLarge } from './shared/events.ts';
import { faulted } from './shared/faulted.ts';

export const publishEvent = defineKeyword({
  name: 'PUBLISH EVENT',
  group: 'bots',
  since: '0.2',
  summary: 'Publishes an event to the scripts that wait for it or handle it.',
  syntax: 'PUBLISH EVENT <event:operand> [KEY <key:operand>] { /WITH <payload:pairs> } [/END PUBLISH]',
  params: {
    event: text('Its name.'),
    key: value('Events of one key are handled one after the other; the conversation where none is given.').optional(),
    payload: pairs('What it says; WITH may stand on several lines.').optional(),
  },
  example: 'PUBLISH EVENT "ticket_resolved" WITH ticket_id = 7, resolution = "Fixed"',
  effect: { class: 'ours', tier: 1 },
  perform({ event, key, payload = null }, { ask }) {
    const name = eventName(event);
    if (name === undefined) return notAName(event);
    if (ask.hops >= MOST_HOPS)
      return faulted('budget', `"${name}" would be event ${ask.hops + 1} in a row that one event caused; ${MOST_HOPS} are the limit`);
    const told = payload ?? new Dict();
    const fault = tooLarge(told);
    if (fault) return fault;
    const under = key === undefined ? ask.conversation : keyText(key);
    return {
      result: null,
      writes: [{ kind: 'event', name, ...(under !== undefined && { key: under }), payload: told, fields: probesOf(told) }],
    };
  },
});
