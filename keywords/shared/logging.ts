/** One line of a program in the log of whoever keeps the server. */
import type { AskContext, LogPort } from '../../src/spec/index.ts';

type Level = Parameters<LogPort['log']>[0];

export function logged(
  level: Level,
  message: string,
  { ports, ask }: { readonly ports: { readonly log: LogPort }; readonly ask: AskContext },
): null {
  ports.log.log(level, message, { run: ask.run, bot: ask.bot, script: ask.script });
  return null;
}
