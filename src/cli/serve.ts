import { existsSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { createApprovalLinks } from '../adapters/approval-links.ts';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { createLog } from '../adapters/log/stream-log.ts';
import { createSmtpMail } from '../adapters/mail/smtp-mail.ts';
import { findOllama, hasModel, hostServer } from '../adapters/model/models.ts';
import { buildId, Deployer, PackageDesk } from '../deploy/index.ts';
import {
  announceServer,
  auditDesk,
  fingerprintOf,
  forgetServer,
  hostEngine,
  keepHeads,
  keepRetention,
  loadKeys,
  openBus,
  openStore,
  RETENTION_DAYS,
  startPostman,
  storeKind,
  TimeTravel,
} from '../host/index.ts';
import { merge3 } from '../language/document/index.ts';
import { standardLanguage } from '../language/index.ts';
import { Rehearsals, SandboxDesk } from '../sandbox/index.ts';
import { createServer } from '../server/index.ts';
import { type LogPort, type MailPort, type Store, StoreUnavailable, type UseLimits } from '../spec/index.ts';
import { HEADS_FILE } from './audit.ts';
import { type Command, InputError, type Terminal, UsageError, type Words } from './command.ts';
import { installationFolder, templatesFolder, version } from './paths.ts';

export const serve: Command = {
  usage: '[--db URL|DIR] [--packages DIR] [--port N] [--host H] …',
  help: 'Deploys every package in the folder, watches it, and serves the chat page and the API until it is told to stop.',
  options: {
    db: { type: 'string', placeholder: 'URL|DIR', summary: 'postgres://… or a folder for the embedded store. Default: the data folder.' },
    data: { type: 'string', placeholder: 'DIR', summary: 'Keys, uploads and the embedded store. Default: data.' },
    packages: { type: 'string', placeholder: 'DIR', summary: 'The watched folder. Default: packages.' },
    port: { type: 'string', short: 'p', placeholder: 'N', summary: 'Default: 8080; 0 takes a free one. Also PORT.' },
    host: { type: 'string', placeholder: 'H', summary: 'Default: 127.0.0.1. Any other needs an admin token.' },
    name: { type: 'string', placeholder: 'NAME', summary: 'Other names this server is reached by, comma between them.' },
    'admin-token': { type: 'string', placeholder: 'TOKEN', summary: 'At least 16 characters; also BASALT_ADMIN_TOKEN.' },
    node: { type: 'string', placeholder: 'NAME', summary: 'Name of this node, one per process. Default: host name and port.' },
    policy: { type: 'string', placeholder: 'workshop|strict', summary: 'What packages in the folder may do unasked. Default: workshop.' },
    redis: {
      type: 'string',
      placeholder: 'URL',
      summary: 'redis://… that nodes share for hints; also REDIS_URL. Without it: the database.',
    },
    lease: {
      type: 'string',
      placeholder: 'SECONDS',
      summary: 'How long other nodes wait before they take over the runs of one that is silent. Default: 15.',
    },
    'retention-days': {
      type: 'string',
      placeholder: 'N',
      summary: 'How long the history of ended runs is kept; 0: for ever. Default: 90.',
    },
    'budget-usd-day': { type: 'string', placeholder: 'N', summary: 'US dollars that all bots together may spend on models a day (UTC).' },
    'budget-tokens-day': { type: 'string', placeholder: 'N', summary: 'Tokens that all bots together may use a day.' },
    smtp: { type: 'string', placeholder: 'URL', summary: 'smtp://user:password@host:587, for mails about approvals; also BASALT_SMTP.' },
    'mail-from': { type: 'string', placeholder: 'ADDRESS', summary: 'Who writes them; also BASALT_MAIL_FROM.' },
    url: { type: 'string', placeholder: 'URL', summary: 'Where people reach this server, for links in mails; also BASALT_URL.' },
    'grant-address': { type: 'string', multiple: true, placeholder: 'HOST:PORT', summary: 'A private address that bots may call.' },
    'audit-heads': {
      type: 'string',
      placeholder: 'FILE',
      summary: `Where the audit log's heads are noted. Default: ${HEADS_FILE} in the data folder.`,
    },
    'log-json': { type: 'boolean', summary: 'Log as JSON lines.' },
    verbose: { type: 'boolean', short: 'v', summary: 'Log details too.' },
  },
  positionals: [0, 0],
  async run(words, terminal) {
    const log = createLog({
      write: terminal.err,
      least: words.flag('verbose') ? 'debug' : 'info',
      json: words.flag('log-json'),
      now: systemClock.now,
    });
    const stop = await start(words, terminal, log);
    const signal = await new Promise<string>((told) => {
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => told(name));
    });
    log.log('info', `${signal}: letting runs settle, then stopping`);
    // Neither the engine's timers nor a lost database hold a process: it stays until all is put away.
    const stay = setInterval(() => undefined, 1000);
    await stop().finally(() => clearInterval(stay));
    return 0;
  },
};

type Stop = () => Promise<void> | void;

const START_FOR_MS = 60_000;
const START_AGAIN_MS = 500;

/**
 * Starts all parts in order; answers how to stop them in the reverse one. What had started when one fails is stopped.
 * After a power cut the database may be up later than we are: then all begins again, for a minute.
 */
async function start(words: Words, terminal: Terminal, log: LogPort): Promise<() => Promise<void>> {
  let isTold = false;
  for (const until = Date.now() + START_FOR_MS; ; await new Promise((again) => setTimeout(again, START_AGAIN_MS))) {
    const stops: Stop[] = [];
    const stopAll = async () => {
      for (const stop of stops.splice(0).reverse()) await stop();
    };
    try {
      await startParts(words, terminal, log, stops);
      return stopAll;
    } catch (error) {
      await stopAll();
      if (!(error instanceof StoreUnavailable)) throw error;
      if (Date.now() > until) throw new InputError(`the database does not answer: ${error.message}`, { cause: error });
      if (!isTold) log.log('warn', 'the database does not answer yet; it is tried again for a minute', { reason: error.message });
      isTold = true;
    }
  }
}

async function startParts(words: Words, terminal: Terminal, log: LogPort, stops: Stop[]): Promise<void> {
  const data = resolve(words.text('data') ?? 'data');
  mkdirSync(data, { recursive: true });
  const keys = loadKeys(data);
  const db = words.text('db') ?? data;
  if (storeKind(db) === 'memory') throw new UsageError('serve keeps what it is told: --db takes a URL or a folder');
  const { store, seal, announce } = await openStore(db, keys);
  stops.push(() => store.close());
  await report(store, log);
  if (!(await store.sameKeys(fingerprintOf(keys))))
    throw new InputError(
      `the keys in ${join(data, 'keys')} are not those this database was begun with: what other nodes sealed could not be opened\n  copy the keys folder of the first node here (or of the backup)`,
    );

  const days = retentionOf(words.text('retention-days'));
  const policy = policyOf(words.text('policy'));
  const modelServer = hostServer(process.env) ?? (await findOllama());
  log.log(
    'info',
    modelServer
      ? `models are asked at ${modelServer.url}`
      : 'no model server found: LLM answers with passages and says that it is no language model',
  );
  const port = portOf(words.text('port') ?? process.env.PORT);
  const bus = await openBus({ db, log, ...redisOf(words.text('redis') ?? process.env.REDIS_URL) });
  stops.push(() => bus.close());
  const hosted = hostEngine({
    store,
    bus,
    seal,
    log,
    clock: systemClock,
    auditKey: keys.audit,
    node: words.text('node') ?? `${hostname()}-${port}`,
    grantedAddresses: words.texts('grant-address'),
    strict: policy === 'strict',
    ...leaseOf(words.text('lease')),
    ...serverLimits(words),
    ...(modelServer && { modelServer }),
  });
  const uploads = join(data, 'packages');
  const deployer = new Deployer({
    roots: [
      { folder: resolve(words.text('packages') ?? 'packages'), policy },
      { folder: uploads, policy: 'strict' },
    ],
    uploads,
    packages: store.packages,
    holds: store.files,
    build: buildId(installationFolder()),
    language: standardLanguage(),
    clock: systemClock,
    log,
  });
  const headsFile = resolve(words.text('audit-heads') ?? join(data, HEADS_FILE));
  const adminToken = words.text('admin-token') ?? process.env.BASALT_ADMIN_TOKEN;
  const links = createApprovalLinks(keys.audit);
  const mail = mailOf(words);
  const rehearsals = new Rehearsals();
  stops.push(() => rehearsals.close());
  const sandbox = new SandboxDesk({
    rehearsals,
    templates: templatesFolder(),
    folderOf: (bot) => deployer.report(bot)?.folder,
    allowed: (bot) => ({
      policy: deployer.report(bot)?.folder.startsWith(join(uploads, '/')) ? 'strict' : policy,
      grants: hosted.grants.of(bot),
    }),
    ...(modelServer && { modelServer }),
    ...serverLimits(words),
  });
  const server = createServer({
    store,
    bus: hosted.bus,
    clock: systemClock,
    log,
    deploy: deployer,
    desk: new PackageDesk({ deployer, history: store.files, merge: merge3 }),
    engine: {
      begin: (run) => hosted.engine.begin(run),
      health: () => ({ lastFlushAt: hosted.engine.stats.flushedAt, runsInMemory: hosted.engine.stats.runs }),
    },
    audit: auditDesk({ engine: hosted.engine, clock: systemClock, store, key: keys.audit, headsFile }),
    links,
    lookback: new TimeTravel({ store, clock: systemClock }),
    sandbox,
    models: { isConfigured: (config) => hasModel(config, modelServer) },
    dataFolder: data,
    webFolder: webFolder(),
    templatesFolder: templatesFolder(),
    version: version(),
    hosts: (words.text('name') ?? '').split(',').filter(Boolean),
    ...(adminToken && { adminToken }),
  });
  // Runs of before go on first; then packages may change; visitors come last.
  await hosted.grants.open();
  stops.push(() => hosted.grants.close(), keepHeads({ store, clock: systemClock, log, file: headsFile }));
  await hosted.engine.start();
  if (days > 0) stops.push(keepRetention({ store, clock: systemClock, log, days }));
  stops.push(() => hosted.engine.stop());
  await deployer.start();
  stops.push(() => deployer.stop());
  const host = words.text('host') ?? '127.0.0.1';
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${await server.listen(port, host)}`;
  stops.push(() => server.close());
  announce(url);
  if (mail) {
    const reached = words.text('url') ?? process.env.BASALT_URL ?? url;
    const postman = startPostman({ store, mail, links, clock: systemClock, log, url: reached });
    stops.push(() => postman.stop());
    log.log('info', `mails about approvals lead to ${reached}`);
  }
  announceServer(data, url);
  stops.push(() => forgetServer(data));
  terminal.out(`Basalt is at ${url}\n`);
}

function mailOf(words: Words): MailPort | undefined {
  const url = words.text('smtp') ?? process.env.BASALT_SMTP;
  const from = words.text('mail-from') ?? process.env.BASALT_MAIL_FROM;
  if (url === undefined) return undefined;
  if (from === undefined) throw new UsageError('--smtp needs --mail-from: the address that mails come from');
  try {
    return createSmtpMail({ url, from });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const SKEW_WARN_MS = 1_000;
const SKEW_REFUSE_MS = 30_000;

async function report(store: Store, log: LogPort): Promise<void> {
  const { engine, durable } = await store.health();
  log.log(
    'info',
    durable === 'power-loss'
      ? `store: ${engine}; it survives crashes and power cuts`
      : `store: ${engine}; it survives a crash of the process, not a power cut`,
  );
  const skew = Math.abs(await store.clockSkewMs());
  if (skew >= SKEW_REFUSE_MS)
    throw new InputError(
      `this machine's clock and the database's differ by ${Math.round(skew / 1000)} s; set them right (NTP) and start again`,
    );
  if (skew >= SKEW_WARN_MS) log.log('warn', `this machine's clock and the database's differ by ${skew} ms`);
}

function policyOf(word: string | undefined): 'workshop' | 'strict' {
  if (word === undefined || word === 'workshop') return 'workshop';
  if (word === 'strict') return 'strict';
  throw new UsageError(`--policy takes workshop or strict, not ${word}`);
}

function redisOf(url: string | undefined): { readonly redis?: string } {
  if (url === undefined || url === '') return {};
  if (!/^rediss?:\/\//.test(url)) throw new UsageError(`--redis takes redis://HOST:PORT, not ${url}`);
  return { redis: url };
}

function leaseOf(word: string | undefined): { readonly ttlMs?: number } {
  if (word === undefined) return {};
  const seconds = Number(word);
  if (!(seconds >= 1 && seconds <= 600)) throw new UsageError(`--lease takes a number of seconds from 1 to 600, not ${word}`);
  return { ttlMs: seconds * 1000 };
}

function serverLimits(words: Words): { readonly dayLimits?: UseLimits } {
  const [usd, tokens] = (['budget-usd-day', 'budget-tokens-day'] as const).map((name) => {
    const text = words.text(name);
    const limit = Number(text);
    if (text !== undefined && !(limit >= 0)) throw new UsageError(`--${name} takes a number, not ${text}`);
    return text === undefined ? undefined : limit;
  });
  if (usd === undefined && tokens === undefined) return {};
  return { dayLimits: { ...(usd !== undefined && { usd }), ...(tokens !== undefined && { tokens }) } };
}

function retentionOf(text: string | undefined): number {
  const days = Number(text ?? RETENTION_DAYS);
  if (!Number.isInteger(days) || days < 0) throw new UsageError(`--retention-days takes a whole number of days, not ${text}`);
  return days;
}

function portOf(word: string | undefined): number {
  const port = Number(word ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`--port takes a number from 0 to 65535, not ${word}`);
  return port;
}

function webFolder(): string {
  const folder = join(installationFolder(), 'dist', 'web');
  if (!existsSync(folder)) throw new InputError('the pages are not built; run npm run build');
  return folder;
}
