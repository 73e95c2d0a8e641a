/** ADD SUGGESTION TOOL: a chip that starts a script of the bot. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { show, written } from './shared/conversation.ts';

export const addSuggestionTool = defineKeyword({
  name: 'ADD SUGGESTION TOOL',
  group: 'dialog',
  since: '0.1',
  summary: 'Offers a script that the user can start with a click.',
  syntax: 'ADD SUGGESTION TOOL <tool:operand> AS <label>',
  params: { tool: text('Name of the script; ".bas" may be left out.'), label: text('What the chip shows.') },
  example: 'ADD SUGGESTION TOOL "book" AS "Book a visit"',
  effect: { class: 'ours', tier: 0 },
  perform: ({ tool, label }, { ask }) =>
    written(show(ask, { type: 'suggestion', text: label, value: tool.replace(/\.bas$/i, ''), action: 'tool' })),
});
