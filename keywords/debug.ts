/** DEBUG: a line in the log for whoever keeps the server; the visitor sees nothing. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { logged } from './shared/logging.ts';

export const debug = defineKeyword({
  name: 'DEBUG',
  group: 'language',
  since: '0.1',
  summary: 'Writes a value to the log.',
  syntax: 'DEBUG <value>',
  params: { value: text('What to log.') },
  example: 'DEBUG "total is " + total',
  effect: { class: 'pure', tier: 0, needs: ['log'] },
  perform: ({ value }, context) => logged('debug', value, context),
});
