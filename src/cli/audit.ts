import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findServer, loadKeys, openStore, verifyAuditLog } from '../host/index.ts';
import type { AuditReport, BrokenPlace } from '../spec/index.ts';
import { ApiClient, SERVER_OPTIONS } from './api-client.ts';
import { type Command, InputError, UsageError, type Words } from './command.ts';

export const HEADS_FILE = 'audit-heads.jsonl';

export const audit: Command = {
  usage: 'verify [--json]',
  help: 'Recomputes every chain of the log and holds it against the heads noted outside the database. Exit code 1 if it was tampered with.',
  options: {
    db: { type: 'string', placeholder: 'URL|DIR', summary: 'The store to read when no server runs. Default: the data folder.' },
    'audit-heads': { type: 'string', placeholder: 'FILE', summary: `Where heads are noted. Default: ${HEADS_FILE} in the data folder.` },
    json: { type: 'boolean', summary: 'Print JSON.' },
    ...SERVER_OPTIONS,
  },
  positionals: [1, 1],
  async run(words, terminal) {
    const [act] = words.positionals;
    if (act !== 'verify') throw new UsageError(`there is no audit ${act}; there is audit verify`);
    const report = await verified(words);
    terminal.out(words.flag('json') ? `${JSON.stringify(report)}\n` : story(report));
    return report.ok ? 0 : 1;
  },
};

/** A running server is asked, because the embedded store is open in one process only. */
async function verified(words: Words): Promise<AuditReport> {
  const data = resolve(words.text('data') ?? 'data');
  const isServed = words.text('server') ?? process.env.BASALT_SERVER ?? (words.text('db') === undefined && findServer(data));
  if (isServed) return new ApiClient(words).get<AuditReport>('/audit/verify');
  if (!existsSync(join(data, 'keys', 'audit')))
    throw new InputError(`${data} has no key of an audit log; name the data folder of the server with --data`);
  const keys = loadKeys(data);
  const { store } = await openStore(words.text('db') ?? data, keys);
  try {
    return await verifyAuditLog(store, keys.audit, words.text('audit-heads') ?? join(data, HEADS_FILE));
  } finally {
    await store.close();
  }
}

function story({ ok, chains, flushes, rows, noted, broken }: AuditReport): string {
  const read = `${rows} rows in ${flushes} flushes of ${chains} chains, ${noted} noted heads`;
  if (ok) return `the audit log is whole: ${read}\n`;
  const [first, ...others] = broken;
  return `the audit log was tampered with (${read})\n  first: ${place(first as BrokenPlace)}\n${others.map((each) => `  ${place(each)}\n`).join('')}`;
}

const place = ({ kind, node, epoch, flush, message }: BrokenPlace) =>
  `${kind}${node ? `, node ${node}` : ''}${epoch === undefined ? '' : `, epoch ${epoch}`}${flush === undefined ? '' : `, flush ${flush}`}: ${message}`;
