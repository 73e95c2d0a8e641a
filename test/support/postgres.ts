/**
 * A real PostgreSQL of our own in a temporary folder: Debian's binaries, a free port, fsync on. It refuses to run as
 * root, so as root it is started as `postgres` or `nobody`. Ended by pid.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';

export interface TestServer {
  /** Of its database `postgres`. */
  readonly url: string;
  readonly pid: number;
  readonly folder: string;
  /** Ends every backend at once, as a crash does, and starts again on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const account = accountFor();
  const folder = mkdtempSync(join(tmpdir(), 'basalt-postgres-'));
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid ?? account.uid);
  const data = join(folder, 'data');
  execFileSync(binary('initdb'), ['-D', data, '-U', 'basalt', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
    ...account,
    cwd: folder,
    stdio: 'ignore',
  });
  const port = await freePort();
  const options = { listen_addresses: '127.0.0.1', unix_socket_directories: folder, max_connections: '100', ...settings };
  const url = `postgres://basalt@127.0.0.1:${port}/postgres`;
  const start = async () => {
    const words = ['-D', data, '-p', String(port), ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
    const server = spawn(binary('postgres'), words, { ...account, cwd: folder, stdio: 'ignore' });
    await answers(url, server);
    return server;
  };
  let server = await start();
  return {
    url,
    get pid() {
      return server.pid!;
    },
    folder,
    async restart() {
      await ended(server);
      server = await start();
    },
    async stop() {
      await ended(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A copy of a database under a new name; nobody may be connected to the original. */
export async function cloneDatabase(serverUrl: string, template: string): Promise<string> {
  const name = `t_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await admin(serverUrl, (sql) => sql.unsafe(`create database ${name} template ${template}`));
  return withDatabase(serverUrl, name);
}

export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await admin(serverUrl, (sql) => sql.unsafe(`create database ${name}`));
  return withDatabase(serverUrl, name);
}

const withDatabase = (url: string, name: string) => url.replace(/[^/]*$/, name);

async function admin(url: string, act: (sql: ReturnType<typeof postgres>) => Promise<unknown>) {
  const sql = postgres(url, { max: 1 });
  try {
    await act(sql);
  } finally {
    await sql.end();
  }
}

async function answers(url: string, server: ChildProcess) {
  for (const until = Date.now() + 20_000; Date.now() < until; ) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`);
    const sql = postgres(url, { max: 1, connect_timeout: 1, onnotice: () => undefined });
    const ready = await sql`select 1`.then(
      () => true,
      () => false,
    );
    await sql.end({ timeout: 1 });
    if (ready) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error('postgres did not answer within 20 s');
}

/** Immediate shutdown: no checkpoint, the next start recovers from the log. */
async function ended(server: ChildProcess) {
  if (server.exitCode !== null) return;
  const over = new Promise((done) => server.once('exit', done));
  server.kill('SIGQUIT');
  const late = setTimeout(() => server.kill('SIGKILL'), 5_000);
  await over;
  clearTimeout(late);
}

function accountFor(): Account {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody'])
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {}
  throw new Error('PostgreSQL does not run as root, and there is no account postgres or nobody');
}

function binary(name: string): string {
  const folders = ['/usr/lib/postgresql']
    .filter(existsSync)
    .flatMap((root) => readdirSync(root).map((version) => join(root, version, 'bin')));
  const path = [...(process.env.PATH ?? '').split(':'), ...folders].map((folder) => join(folder, name)).find(existsSync);
  if (!path) throw new Error(`${name} was found neither in PATH nor below /usr/lib/postgresql: install the package postgresql`);
  return path;
}

export const freePort = () =>
  new Promise<number>((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
