/** LOG DEBUG: a line in the log for what only helps to find mistakes. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { logged } from './shared/logging.ts';

export const logDebug = defineKeyword({
  name: 'LOG DEBUG',
  group: 'language',
  since: '0.1',
  summary: 'Writes a line to the log, for what only helps to find mistakes.',
  syntax: 'LOG DEBUG <message>',
  params: { message: text('What to write.') },
  example: 'LOG_DEBUG("order " + id)',
  effect: { class: 'pure', tier: 0, needs: ['log'] },
  perform: ({ message }, context) => logged('debug', message, context),
});
