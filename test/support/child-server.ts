/** `basalt serve` as a process of its own, to be ended in any way. Needs the built bundle. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface ServeOptions {
  readonly db: string;
  readonly data: string;
  readonly packages: string;
  readonly grantAddress?: string;
  /** Name on the database; one per process. */
  readonly node?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly args?: readonly string[];
}

export class ChildServer {
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | null>;
  readonly #ready: Promise<string>;
  #log = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#exit = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#log = (this.#log + chunk.toString()).slice(-20_000);
    });
    this.#ready = new Promise((resolve, reject) => {
      let out = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        const url = /http:\/\/\S+/.exec(out)?.[0];
        if (url) resolve(url);
      });
      void this.#exit.then((code) => reject(new Error(`serve ended with ${code} before it served\n${this.#log}`)));
    });
    // Whoever kills it early does not wait for it.
    this.#ready.catch(() => undefined);
  }

  static start({ db, data, packages, grantAddress, port = 0, node = 'tested', args = [] }: ServeOptions): ChildServer {
    const grants = grantAddress ? ['--grant-address', grantAddress] : [];
    const words = [
      'bin/basalt.js',
      'serve',
      '--db',
      db,
      '--data',
      data,
      '--packages',
      packages,
      '--port',
      String(port),
      '--node',
      node,
      ...grants,
      ...args,
    ];
    return new ChildServer(spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  get log(): string {
    return this.#log;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  get exited(): Promise<number | null> {
    return this.#exit;
  }

  /** Resolves with its address once it serves. Rejects when it ends first. */
  ready(): Promise<string> {
    return this.#ready;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    this.#child.kill(signal);
    return this.#exit;
  }
}
