/** The command line: picks a command, loads only what it needs, turns errors into exit codes. */

import { nearest } from '../base/index.ts';
import { type Command, commandHelp, type ExitCode, InputError, readWords, type Terminal, UsageError } from './command.ts';
import { COMMANDS } from './commands.ts';
import { version } from './paths.ts';

export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return showHelp(rest[0], terminal);
  if (name === '--version' || name === 'version') {
    terminal.out(`${version()}\n`);
    return 0;
  }
  const entry = COMMANDS[name];
  if (!entry) {
    const near = nearest(name, Object.keys(COMMANDS));
    terminal.err(`basalt: there is no command ${name}${near ? `; did you mean ${near}?` : ''}\nbasalt help lists them all\n`);
    return 2;
  }
  return runCommand(name, entry.summary, await entry.load(), rest, terminal);
}

async function runCommand(name: string, summary: string, command: Command, args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    const words = readWords(command, args);
    if (words.flag('help')) {
      terminal.out(commandHelp(name, summary, command));
      return 0;
    }
    return await command.run(words, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err(`basalt ${name}: ${error.message}\nusage: basalt ${name} ${command.usage}\n`);
      return 2;
    }
    if (error instanceof InputError) {
      terminal.err(`basalt ${name}: ${error.message}\n`);
      return 1;
    }
    terminal.err(
      `basalt ${name}: a mistake of ours, please report it\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return 3;
  }
}

async function showHelp(name: string | undefined, terminal: Terminal): Promise<ExitCode> {
  const entry = name === undefined ? undefined : COMMANDS[name];
  if (name !== undefined && !entry) {
    terminal.err(`basalt: there is no command ${name}\n`);
    return 2;
  }
  if (name !== undefined && entry) terminal.out(commandHelp(name, entry.summary, await entry.load()));
  else terminal.out(overview());
  return 0;
}

function overview(): string {
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`);
  return [
    'Basalt: durable BASIC for AI bots',
    '',
    'basalt COMMAND [...]',
    '',
    ...rows,
    '',
    'basalt COMMAND --help tells more of one.',
    '',
  ].join('\n');
}
