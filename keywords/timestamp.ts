/** TIMESTAMP: whole seconds since 1970-01-01 UTC. */
import { defineKeyword, number } from '../src/spec/index.ts';

export const timestamp = defineKeyword({
  name: 'TIMESTAMP',
  group: 'language',
  since: '0.1',
  summary: 'Seconds since 1970 began (UTC).',
  syntax: 'TIMESTAMP',
  params: {},
  returns: number('Whole seconds.'),
  example: 'id = "order-" + TIMESTAMP()',
  effect: { class: 'pure', tier: 0, needs: ['clock'] },
  perform: (_, { ports }) => Math.floor(ports.clock.now() / 1000),
});
