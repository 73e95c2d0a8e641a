import { homedir } from 'node:os';
import { join } from 'node:path';
import { standardLanguage } from '../language/index.ts';
import { runRepl } from '../repl/index.ts';
import type { Command } from './command.ts';
import { LOCAL_OPTIONS, openLocalEngine } from './local-engine.ts';

export const repl: Command = {
  usage: '[--db URL|DIR|memory]',
  help: 'Lines run as they are typed and share their variables; blocks may span lines. :help lists the commands.',
  options: LOCAL_OPTIONS,
  positionals: [0, 0],
  async run(words, terminal) {
    const { hosted, store } = await openLocalEngine(words, terminal);
    const { stdin: input, out, isInteractive } = terminal;
    const historyFile = isInteractive ? { historyFile: join(homedir(), '.basalt_history') } : {};
    await runRepl({ hosted, store, language: standardLanguage(), input, out, isInteractive, ...historyFile });
    await store.close();
    return 0;
  },
};
