/** TODAY STR: TODAY as text. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { atWall } from './shared/wall-clock.ts';

export const todayStr = defineKeyword({
  name: 'TODAY STR',
  group: 'language',
  since: '0.1',
  summary: 'The current day as text, 2026-11-21.',
  syntax: 'TODAY STR',
  params: {},
  returns: text('yyyy-MM-dd.'),
  example: 'TALK TODAY_STR()',
  effect: { class: 'pure', tier: 0, needs: ['clock'] },
  perform: (_, { ports, ask }) => atWall(ports.clock, ask.config, (_now, text) => text.slice(0, 10)),
});
