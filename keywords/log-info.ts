/** LOG INFO: a line in the log for what went as it should. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { logged } from './shared/logging.ts';

export const logInfo = defineKeyword({
  name: 'LOG INFO',
  group: 'language',
  since: '0.1',
  summary: 'Writes a line to the log, for what went as it should.',
  syntax: 'LOG INFO <message>',
  params: { message: text('What to write.') },
  example: 'LOG_INFO("order " + id)',
  effect: { class: 'pure', tier: 0, needs: ['log'] },
  perform: ({ message }, context) => logged('info', message, context),
});
