import { serveLanguage } from '../lsp/index.ts';
import type { Command } from './command.ts';
import { version } from './paths.ts';

export const lsp: Command = {
  usage: '[--stdio]',
  help: 'Speaks the Language Server Protocol over standard input and output; docs/guides/editors.md has the settings of editors.',
  options: { stdio: { type: 'boolean', summary: 'Taken from editors that say it; there is no other way.' } },
  positionals: [0, 0],
  async run(_words, terminal) {
    await serveLanguage(terminal.stdin, process.stdout, version());
    return 0;
  },
};
