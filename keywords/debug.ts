/** DEBUG: a line in the log for whoever keeps the server; the visitor sees nothing. */
import { defineKeyword, text } from '../src/spec/index.ts';

export const debug = defineKeyword({
  name: 'DEBUG',
  group: 'language',
  since: '0.1',
  summary: 'Writes a value to the log.',
  syntax: 'DEBUG <value>',
  params: { value: text('What to log.') },
  example: 'DEBUG "total is " + total',
  effect: { class: 'pure', tier: 0, needs: ['log'] },
  perform({ value }, { ports, ask }) {
    ports.log.log('debug', value, { run: ask.run, bot: ask.bot, script: ask.script });
    return null;
  },
});
