/** CLEAR SUGGESTIONS: takes the chips away. */
import { defineKeyword } from '../src/spec/index.ts';
import { show, written } from './shared/conversation.ts';

export const clearSuggestions = defineKeyword({
  name: 'CLEAR SUGGESTIONS',
  group: 'dialog',
  since: '0.1',
  summary: 'Removes all suggestions.',
  syntax: 'CLEAR SUGGESTIONS',
  params: {},
  example: 'CLEAR SUGGESTIONS',
  effect: { class: 'ours', tier: 0 },
  perform: (_, { ask }) => written(show(ask, { type: 'suggestions-cleared' })),
});
