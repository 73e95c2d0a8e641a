/** Engines as processes of their own, asked over the protocol of rivals/peer.mjs. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Started } from '../rivals/peer.mjs';

const FOLDER = 'test/bench/rivals';
const MARK = '=> ';

export interface Contestant {
  readonly name: string;
  /** Words of its command after `node`. */
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** It kills its own worker when it is asked to `crash`; the others are killed from here. */
  readonly crashesItself?: boolean;
}

/** This very bundle, as a node. */
export const ours = (node = 'bench', script = 'sequential'): Contestant => ({
  name: 'Basalt',
  words: process.argv.slice(1),
  env: { BENCH_PEER: node, BENCH_SCRIPT: script },
});

export const RIVALS: readonly Contestant[] = [
  { name: 'DBOS', words: ['--no-deprecation', `${FOLDER}/dbos.mjs`] },
  { name: 'Restate', words: [`${FOLDER}/restate.mjs`], crashesItself: true },
];

export const areRivalsInstalled = (): boolean => existsSync(`${FOLDER}/node_modules`);

/** Those that are installed; else it is said how. */
export function installedRivals(): readonly Contestant[] {
  if (areRivalsInstalled()) return RIVALS;
  console.log(
    `The rivals are not installed, so there is nothing to compare with. To install them:\n  npm ci --ignore-scripts --prefix ${FOLDER}\n`,
  );
  return [];
}

interface Answer {
  done(value: unknown): void;
  failed(error: Error): void;
}

export class Peer {
  readonly contestant: Contestant;
  #child: ChildProcessByStdio<Writable, Readable, null>;
  #answer: Answer | undefined;

  constructor(contestant: Contestant) {
    this.contestant = contestant;
    this.#child = this.#spawn();
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  start(url: string): Promise<Started> {
    return this.ask<Started>('start', { url });
  }

  ask<T>(ask: string, settings: Readonly<Record<string, unknown>> = {}): Promise<T> {
    if (this.#answer) throw new Error(`${this.contestant.name} is asked ${ask} while it still answers`);
    return new Promise<T>((done, failed) => {
      this.#answer = { done: done as (value: unknown) => void, failed };
      this.#child.stdin.write(`${JSON.stringify({ ask, ...settings })}\n`);
    });
  }

  /** `kill -9`, of a process that does not know it is coming. */
  async kill(): Promise<void> {
    this.#answer = undefined;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  /** Killed and started again: ready for work. */
  async crash(url: string): Promise<void> {
    if (this.contestant.crashesItself) {
      await this.ask('crash');
      return;
    }
    await this.kill();
    this.#child = this.#spawn();
    await this.start(url);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.stdin.end();
    await gone;
  }

  #spawn() {
    const { words, env, name } = this.contestant;
    const child = spawn(process.execPath, ['--expose-gc', ...words], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const settle = (act: (answer: Answer) => void) => {
      const answer = this.#answer;
      this.#answer = undefined;
      if (answer) act(answer);
    };
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith(MARK)) return;
      const said = JSON.parse(line.slice(MARK.length)) as { ok?: unknown; error?: string };
      settle((answer) => (said.error === undefined ? answer.done(said.ok) : answer.failed(new Error(`${name}: ${said.error}`))));
    });
    child.once('exit', (code) => child === this.#child && settle((answer) => answer.failed(new Error(`${name} ended with ${code}`))));
    child.stdin.on('error', () => undefined);
    return child;
  }
}
