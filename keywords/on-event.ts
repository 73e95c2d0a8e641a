/**
 * ON EVENT: what a bot does when an event comes. A block becomes a program of its own, begun by each such event
 * (src/compiler/handlers.ts); a bare line makes the whole script that program. It declares, and runs as nothing itself.
 */
import { block, condition, defineKeyword, text } from '../src/spec/index.ts';
import { eventName } from './shared/events.ts';

export const onEvent = defineKeyword({
  name: 'ON EVENT',
  group: 'bots',
  since: '0.2',
  summary: 'Handles an event: begins a run with EVENT as its payload.',
  syntax: [
    'ON EVENT <event:operand> { FROM <from:operand> | WHERE <where:cond> } DO <body:block> END ON',
    'ON EVENT <event:operand> { FROM <from:operand> | WHERE <where:cond> }',
  ],
  params: {
    event: text('Its name.'),
    from: text('Another bot whose events are meant, where that was granted.').optional(),
    where: condition('What the event must say; a name on the left side is one of its fields.').optional(),
    body: block('What is done.').optional(),
  },
  example: 'ON EVENT "new_ticket" WHERE priority = "urgent" DO\n  PUBLISH EVENT "escalated" WITH id = EVENT.id\nEND ON',
  value: 'never',

  check({ event, from }, report) {
    if (event && (typeof event.literal !== 'string' || eventName(event.literal) === undefined)) report('event-name', event.span);
    if (from && (typeof from.literal !== 'string' || from.literal.trim() === '')) report('event-name', from.span);
  },

  declare({ event, from, body }, declarations) {
    const name = typeof event?.literal === 'string' ? eventName(event.literal) : undefined;
    if (body || name === undefined) return;
    declarations.events = [
      ...(declarations.events ?? []),
      { name, ...(typeof from?.literal === 'string' && { from: from.literal.trim() }) },
    ];
  },
});
