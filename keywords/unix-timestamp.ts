/** UNIX TIMESTAMP: the longer name of TIMESTAMP. */
import { defineKeyword, number } from '../src/spec/index.ts';

export const unixTimestamp = defineKeyword({
  name: 'UNIX TIMESTAMP',
  group: 'language',
  since: '0.1',
  summary: 'Seconds since 1970 began (UTC), like TIMESTAMP.',
  syntax: 'UNIX TIMESTAMP',
  params: {},
  returns: number('Whole seconds.'),
  example: 'at = UNIX_TIMESTAMP()',
  effect: { class: 'pure', tier: 0, needs: ['clock'] },
  perform: (_, { ports }) => Math.floor(ports.clock.now() / 1000),
});
