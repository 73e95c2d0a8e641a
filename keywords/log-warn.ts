/** LOG WARN: a line in the log for what may need a look. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { logged } from './shared/logging.ts';

export const logWarn = defineKeyword({
  name: 'LOG WARN',
  group: 'language',
  since: '0.1',
  summary: 'Writes a line to the log, for what may need a look.',
  syntax: 'LOG WARN <message>',
  params: { message: text('What to write.') },
  example: 'LOG_WARN("order " + id)',
  effect: { class: 'pure', tier: 0, needs: ['log'] },
  perform: ({ message }, context) => logged('warn', message, context),
});
