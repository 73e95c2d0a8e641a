/** ADD SUGGESTION: a chip under the conversation; a click answers in the visitor's place. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { show, written } from './shared/conversation.ts';

export const addSuggestion = defineKeyword({
  name: 'ADD SUGGESTION',
  group: 'dialog',
  since: '0.1',
  summary: 'Offers an answer that the user can click.',
  syntax: ['ADD SUGGESTION <value:operand> AS <label>', 'ADD SUGGESTION <label>'],
  params: {
    value: text('What a click sends; the label itself when left out.').optional(),
    label: text('What the chip shows.'),
  },
  example: 'ADD SUGGESTION "hours" AS "When are you open?"',
  effect: { class: 'ours', tier: 0 },
  perform: ({ value, label }, { ask }) =>
    written(show(ask, { type: 'suggestion', text: label, value: value ?? label, action: value === undefined ? 'send' : 'context' })),
});
