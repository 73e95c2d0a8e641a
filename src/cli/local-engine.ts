/** An engine in this terminal, for commands that run scripts themselves. */
import { systemClock } from '../adapters/clock/system-clock.ts';
import { createLog } from '../adapters/log/stream-log.ts';
import { type HostedEngine, hostEngine, loadKeys, openStore, storeKind, temporaryKeys } from '../host/index.ts';
import type { Store } from '../spec/index.ts';
import type { Option, Terminal, Words } from './command.ts';

export const LOCAL_OPTIONS: Readonly<Record<string, Option>> = {
  db: { type: 'string', placeholder: 'URL|DIR|memory', summary: 'Where the journal is kept. Default: memory.' },
  'grant-address': { type: 'string', multiple: true, placeholder: 'HOST:PORT', summary: 'A private address the script may call.' },
};

export async function openLocalEngine(words: Words, terminal: Terminal): Promise<{ readonly hosted: HostedEngine; readonly store: Store }> {
  const db = words.text('db') ?? 'memory';
  const keys = storeKind(db) === 'pglite' ? loadKeys(db) : temporaryKeys();
  const { store, seal } = await openStore(db, keys);
  const hosted = hostEngine({
    store,
    seal,
    auditKey: keys.audit,
    clock: systemClock,
    log: createLog({ write: terminal.err, least: 'error', now: systemClock.now }),
    node: `terminal-${process.pid}`,
    grantedAddresses: words.texts('grant-address'),
  });
  return { hosted, store };
}
