/** `basalt serve` as people start it: a process of its own, on a data folder and packages of the test, that can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ServeProcess {
  readonly url: string;
  readonly packages: string;
  /** As a crash does it. */
  kill(): Promise<void>;
  /** On the same port and data. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Bots by name: the text of `start.bas`, or several scripts and files by their path in the package. */
export type Bots = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

export async function serveBots(bots: Bots, more: readonly string[] = []): Promise<ServeProcess> {
  const root = mkdtempSync(join(tmpdir(), 'basalt-serve-'));
  const packages = join(root, 'packages');
  mkdirSync(packages);
  for (const [name, content] of Object.entries(bots)) putBot(packages, name, content);
  let child: ChildProcess | undefined;
  let port = 0;
  let url = '';
  const start = async () => {
    child = spawn(process.execPath, [
      '--import',
      'tsx',
      'src/main.ts',
      'serve',
      '--data',
      join(root, 'data'),
      '--packages',
      packages,
      '--port',
      String(port),
      ...more,
    ]);
    url = await announcedUrl(child);
    port = Number(new URL(url).port);
  };
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    get url() {
      return url;
    },
    packages,
    kill,
    start,
    async close() {
      await kill();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export function putBot(packages: string, name: string, content: Bots[string]): void {
  const files = typeof content === 'string' ? { [`${name}.gbdialog/start.bas`]: content } : content;
  for (const [path, text] of Object.entries(files)) {
    const file = join(packages, `${name}.gbai`, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }
}

function announcedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (piece: Buffer) => {
      said += piece;
      const url = /http:\/\/[\w.:[\]]+/.exec(/Basalt is at (\S+)/.exec(said)?.[1] ?? '')?.[0];
      if (url) resolve(url);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => reject(new Error(`serve ended with ${code} before it listened:\n${said}`)));
  });
}
