/** ADD SWITCHER: a toggle beside the message box; while it is on, its instruction goes to the model with the message. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { show, written } from './shared/conversation.ts';

export const addSwitcher = defineKeyword({
  name: 'ADD SWITCHER',
  group: 'dialog',
  since: '0.1',
  summary: 'Offers a toggle for how answers look.',
  syntax: 'ADD SWITCHER <id:operand> AS <label>',
  params: {
    id: text('tables, cards, list, comparison, timeline, markdown, chart, infographic, or an instruction in your own words.'),
    label: text('What the toggle shows.'),
  },
  example: 'ADD SWITCHER "tables" AS "As a table"',
  effect: { class: 'ours', tier: 0 },
  perform: ({ id, label }, { ask }) => written(show(ask, { type: 'switcher', id, label })),
});
