import { basename } from 'node:path';
import { type Problem, packFolder } from '../deploy/index.ts';
import { ApiClient, SERVER_OPTIONS, ServerRefusal } from './api-client.ts';
import type { Command } from './command.ts';
import { packageFolder } from './pack.ts';

interface Report {
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
    const report = await send(new ApiClient(words), bytes);
    for (const { file, line, column, severity, code, message, help } of report.problems)
      terminal.err(`${file}:${line}:${column} ${severity}[${code}]: ${message}${help ? ` (${help})` : ''}\n`);
    terminal.out(report.ok ? `${report.bot} is live, version ${report.version}\n` : `${report.bot} was not deployed\n`);
    return report.ok ? 0 : 1;
  },
};

/** A package with errors is an answer here, not a failure of the request. */
async function send(client: ApiClient, bytes: Uint8Array): Promise<Report> {
  try {
    return await client.postBytes<Report>('/packages', bytes, 'application/gzip');
  } catch (error) {
    if (error instanceof ServerRefusal && error.document.report) return error.document.report as Report;
    throw error;
  }
}
