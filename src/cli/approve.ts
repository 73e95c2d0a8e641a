/** What people are asked, and their answers, from the command line. */
import { ApiClient, SERVER_OPTIONS } from './api-client.ts';
import { type Command, UsageError } from './command.ts';

interface Approval {
  readonly id: string;
  readonly bot: string;
  readonly subject: string;
  readonly mode: 'approve' | 'input';
  readonly from: readonly string[];
  readonly need: number;
  readonly votes: readonly string[];
  readonly state: string;
  readonly createdAt: string;
}

export const approve: Command = {
  usage: '[APPROVAL [--reject | --answer VALUE | --withdraw]] [--by NAME] [--comment TEXT] [--json]',
  help: 'Without APPROVAL: lists what is open. With one: approves it, or does what the option says.',
  options: {
    reject: { type: 'boolean', summary: 'Say no.' },
    answer: { type: 'string', placeholder: 'VALUE', summary: 'To a question: JSON, or plain text.' },
    withdraw: { type: 'boolean', summary: 'Nobody is to answer any more; the run goes on as if it had been rejected.' },
    by: { type: 'string', placeholder: 'NAME', summary: 'Who decides: one of those who were asked.' },
    role: { type: 'string', placeholder: 'ROLE', summary: 'The role in which they decide.' },
    comment: { type: 'string', placeholder: 'TEXT', summary: 'Travels back to the script.' },
    json: { type: 'boolean', summary: 'One JSON object per approval and line.' },
    ...SERVER_OPTIONS,
  },
  positionals: [0, 1],
  async run(words, terminal) {
    const [id] = words.positionals;
    const client = new ApiClient(words);
    const print = (each: Approval) => terminal.out(words.flag('json') ? `${JSON.stringify(each)}\n` : line(each));
    if (id === undefined) {
      const who = words.text('by');
      const query = new URLSearchParams({ state: 'open', ...(who !== undefined && { who }) });
      const { approvals } = await client.get<{ approvals: readonly Approval[] }>(`/approvals?${query}`);
      for (const each of approvals) print(each);
      if (approvals.length === 0 && !words.flag('json')) terminal.out('nothing is open\n');
      return 0;
    }
    const answer = words.text('answer');
    const chosen = [words.flag('reject') && 'reject', answer !== undefined && 'answer', words.flag('withdraw') && 'withdraw'].filter(
      Boolean,
    );
    if (chosen.length > 1) throw new UsageError('--reject, --answer and --withdraw exclude each other');
    const [by, role, comment] = ['by', 'role', 'comment'].map((name) => words.text(name));
    const body = { by, comment, ...(role !== undefined && { roles: [role] }), ...(answer !== undefined && { data: parsed(answer) }) };
    const path = `/approvals/${encodeURIComponent(id)}/${chosen[0] ?? 'approve'}`;
    const { outcome, approval } = await client.post<{ outcome: string; approval: Approval }>(path, body);
    if (words.flag('json')) print(approval);
    else terminal.out(outcome === 'noted' ? `noted; ${approval.votes.length} of ${approval.need} have said yes\n` : `${approval.state}\n`);
    return 0;
  },
};

const line = ({ id, bot, subject, from, need, votes, createdAt }: Approval): string =>
  `${id}  ${createdAt.slice(0, 19).replace('T', ' ')}  ${bot}  ${subject}  (${from.join(', ')}${need > 1 ? `; ${votes.length} of ${need}` : ''})\n`;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // not JSON: the text itself is the answer
  }
}
