import { basename } from 'node:path';
import { type Problem, packFolder } from '../deploy/index.ts';
import { ApiClient, SERVER_OPTIONS, ServerRefusal } from './api-client.ts';
import type { Command, ExitCode, Terminal } from './command.ts';
import { packageFolder } from './pack.ts';

export interface DeployOutcome {
  readonly bot: string;
  readonly ok: boolean;
  readonly version?: string;
  readonly problems: readonly Problem[];
}

export const deploy: Command = {
  usage: 'FOLDER.gbai [--server URL]',
  help: 'Packs the folder and sends it. With an error in it nothing changes on the server.',
  options: SERVER_OPTIONS,
  positionals: [1, 1],
  async run(words, terminal) {
    const folder = packageFolder(words.positionals[0] as string);
    const bytes = await packFolder(folder, basename(folder));
    const client = new ApiClient(words);
    return tellOutcome(await outcomeOf(() => client.postBytes<DeployOutcome>('/packages', bytes, 'application/gzip')), terminal);
  },
};

export function tellOutcome({ bot, ok, version, problems }: DeployOutcome, terminal: Terminal): ExitCode {
  for (const { file, line, column, severity, code, message, help } of problems)
    terminal.err(`${file}:${line}:${column} ${severity}[${code}]: ${message}${help ? ` (${help})` : ''}\n`);
  terminal.out(ok ? `${bot} is live, version ${version}\n` : `${bot} was not deployed\n`);
  return ok ? 0 : 1;
}

/** A package with errors is an answer here, not a failure of the request. */
export async function outcomeOf(ask: () => Promise<DeployOutcome>): Promise<DeployOutcome> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ServerRefusal && error.document.report) return error.document.report as DeployOutcome;
    throw error;
  }
}
