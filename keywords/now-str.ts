/** NOW STR: NOW as text, without milliseconds. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { atWall } from './shared/wall-clock.ts';

export const nowStr = defineKeyword({
  name: 'NOW STR',
  group: 'language',
  since: '0.1',
  summary: 'The date and time as text, 2026-11-21 14:05:09.',
  syntax: 'NOW STR',
  params: {},
  returns: text('yyyy-MM-dd HH:mm:ss.'),
  example: 'TALK NOW_STR()',
  effect: { class: 'pure', tier: 0, needs: ['clock'] },
  perform: (_, { ports, ask }) => atWall(ports.clock, ask.config, (_now, text) => text),
});
