/** CLEAR SWITCHERS: takes the toggles away. */
import { defineKeyword } from '../src/spec/index.ts';
import { show, written } from './shared/conversation.ts';

export const clearSwitchers = defineKeyword({
  name: 'CLEAR SWITCHERS',
  group: 'dialog',
  since: '0.1',
  summary: 'Removes all toggles.',
  syntax: 'CLEAR SWITCHERS',
  params: {},
  example: 'CLEAR SWITCHERS',
  effect: { class: 'ours', tier: 0 },
  perform: (_, { ask }) => written(show(ask, { type: 'switchers-cleared' })),
});
