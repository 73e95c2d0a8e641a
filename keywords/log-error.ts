/** LOG ERROR: a line in the log for what went wrong. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { logged } from './shared/logging.ts';

export const logError = defineKeyword({
  name: 'LOG ERROR',
  group: 'language',
  since: '0.1',
  summary: 'Writes a line to the log, for what went wrong.',
  syntax: 'LOG ERROR <message>',
  params: { message: text('What to write.') },
  example: 'LOG_ERROR("order " + id)',
  effect: { class: 'pure', tier: 0, needs: ['log'] },
  perform: ({ message }, context) => logged('error', message, context),
});
