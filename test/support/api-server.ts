/** A server on a real embedded store with one small bot; nothing runs the runs, so every state stays to be looked at. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/adapters/clock/system-clock.ts';
import { createLocalBus } from '../../src/adapters/local-bus.ts';
import { openPglite } from '../../src/adapters/pglite/index.ts';
import { createSeal } from '../../src/adapters/seal.ts';
import { TimeTravel, verifyAuditLog } from '../../src/host/index.ts';
import { createServer, type Server, type ServerParts } from '../../src/server/index.ts';
import { type AuditDesk, type Bus, ENGINE, type LogPort, type Program, type RecordedAct, type Store } from '../../src/spec/index.ts';

export interface ApiServer {
  readonly store: Store;
  readonly bus: Bus;
  readonly server: Server;
  readonly dataFolder: string;
  readonly logged: string[];
  /** What operators did, as it was put on record: nothing flushes here. */
  readonly acts: readonly RecordedAct[];
  /** Another server on the same store, with other settings. */
  another(settings: Partial<ServerParts>): Server;
  close(): Promise<void>;
}

export async function startApiServer(settings: Partial<ServerParts> = {}): Promise<ApiServer> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'basalt-api-'));
  const webFolder = join(dataFolder, 'web');
  mkdirSync(join(webFolder, 'assets'), { recursive: true });
  writeFileSync(join(webFolder, 'index.html'), '<!doctype html><title>shell</title>');
  writeFileSync(join(webFolder, 'assets', 'main-1.js'), 'export {};');
  const logged: string[] = [];
  const acts: RecordedAct[] = [];
  const log: LogPort = { log: (level, message, details) => logged.push(`${level} ${message} ${JSON.stringify(details ?? {})}`) };
  const store = await openPglite(dataFolder, { seal: createSeal(randomBytes(32)) });
  const bus = createLocalBus(log);
  const key = randomBytes(32);
  const audit: AuditDesk = {
    record: async (act) => void acts.push(act),
    verify: () => verifyAuditLog(store, key, join(dataFolder, 'heads')),
  };
  const lookback = new TimeTravel({ store, clock: systemClock });
  const parts: ServerParts = { store, bus, audit, lookback, clock: systemClock, log, dataFolder, webFolder, version: 'test', ...settings };
  const servers: Server[] = [];
  const another = (others: Partial<ServerParts>) => {
    const server = createServer({ ...parts, ...others });
    servers.push(server);
    return server;
  };
  return {
    store,
    bus,
    server: another({}),
    dataFolder,
    logged,
    acts,
    another,
    async close() {
      for (const server of servers) await server.close();
      await store.close();
    },
  };
}

export async function publishBot(store: Store, bot: string, config: Readonly<Record<string, string>> = {}): Promise<void> {
  const programs = { start: program('start.bas'), book: program('book.bas', 'Books a table') };
  await store.packages.publish({ bot, config, variables: {}, policy: 'workshop', programs, sources: { start: '', book: '' } });
}

/** A script that ends at once. */
const program = (script: string, description?: string): Program => ({
  engine: ENGINE,
  script,
  constants: [null],
  functions: [
    {
      name: 'main',
      kind: 'main',
      parameters: 0,
      registers: 0,
      registerNames: [],
      blocks: [{ steps: [], end: { op: 'end', value: -1 }, lines: [1] }],
    },
  ],
  builtins: [],
  keywords: [],
  inputs: [],
  declarations: description
    ? { description, params: [{ name: 'guests', type: 'INTEGER', description: 'How many', required: true }] }
    : { params: [] },
});
