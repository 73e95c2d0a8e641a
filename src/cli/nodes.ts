import { ApiClient, SERVER_OPTIONS } from './api-client.ts';
import type { Command } from './command.ts';

interface Node {
  readonly name: string;
  readonly epoch: number;
  readonly state: string;
  readonly runs: number;
}

export const nodes: Command = {
  usage: '[--json]',
  help: 'The processes that share the store: live ones, those that lapsed and are taken over, those that left.',
  options: { json: { type: 'boolean', summary: 'One JSON object per node and line.' }, ...SERVER_OPTIONS },
  positionals: [0, 0],
  async run(words, terminal) {
    const { nodes: found } = await new ApiClient(words).get<{ nodes: readonly Node[] }>('/nodes');
    for (const each of found) terminal.out(words.flag('json') ? `${JSON.stringify(each)}\n` : line(each));
    return 0;
  },
};

const line = ({ name, state, runs }: Node) => `${state.padEnd(7)} ${String(runs).padStart(6)} runs  ${name}\n`;
