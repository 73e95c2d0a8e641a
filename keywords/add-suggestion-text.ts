/** ADD SUGGESTION TEXT: a chip that sends one text and shows another. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { show, written } from './shared/conversation.ts';

export const addSuggestionText = defineKeyword({
  name: 'ADD SUGGESTION TEXT',
  group: 'dialog',
  since: '0.1',
  summary: 'Offers an answer that the user can click; it sends the value as if it had been typed.',
  syntax: 'ADD SUGGESTION TEXT <value:operand> AS <label>',
  params: { value: text('What a click sends.'), label: text('What the chip shows.') },
  example: 'ADD SUGGESTION TEXT "I want to order" AS "Order"',
  effect: { class: 'ours', tier: 0 },
  perform: ({ value, label }, { ask }) => written(show(ask, { type: 'suggestion', text: label, value, action: 'send' })),
});
