/**
 * One process a folder: two would each keep pages in memory, and what the first was told is stored would be gone.
 * The lock file names the holder by pid and start (pids come again) and the address at which it can be asked instead.
 * It appears whole or not at all (link), and a dead holder's is moved away before ours takes the place.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Holder {
  readonly pid: number;
  /** Of the process, as the system counts; empty where it does not say. */
  readonly started: string;
  /** Where the holder serves; empty until it does. */
  readonly address: string;
}

export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  readonly holder: Holder;
  constructor(folder: string, holder: Holder) {
    super(`${folder} is open in process ${holder.pid}${holder.address ? ` at ${holder.address}` : ''}: ask that process, or end it first`);
    this.holder = holder;
  }
}

export interface FolderLock {
  announce(address: string): void;
  release(): void;
}

const FILE = 'basalt.lock';

export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, FILE);
  const mine: Holder = { pid: process.pid, started: startOf(process.pid), address: '' };
  while (!appears(path, mine)) {
    const holder = holderOf(folder);
    if (!holder) continue;
    if (isAlive(holder)) throw new FolderInUse(folder, holder);
    moveAway(path, holder);
  }
  return {
    announce: (address) => replace(path, { ...mine, address }),
    release: () => rmSync(path, { force: true }),
  };
}

/** Who has the folder open, if anyone alive does. */
export function folderHolder(folder: string): Holder | undefined {
  const holder = holderOf(folder);
  return holder && isAlive(holder) ? holder : undefined;
}

function holderOf(folder: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function appears(path: string, holder: Holder): boolean {
  const draft = written(path, holder);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

const replace = (path: string, holder: Holder) => renameSync(written(path, holder), path);

function written(path: string, holder: Holder): string {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, `${JSON.stringify(holder)}\n`);
  return draft;
}

/** Of two that find a dead holder, the slower may move the quicker one's fresh lock away: it puts that back. */
function moveAway(path: string, dead: Holder) {
  const away = `${path}.${randomUUID()}`;
  try {
    renameSync(path, away);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = JSON.parse(readFileSync(away, 'utf8')) as Holder;
  if (moved.pid !== dead.pid || moved.started !== dead.started) renameSync(away, path);
  else rmSync(away);
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = startOf(pid);
  return now === '' || started === '' || now === started;
}

/** Field 22 of /proc/PID/stat, counted after the name in parentheses, which may hold anything. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    // No /proc on this system, or the process is gone: the pid alone decides.
    return '';
  }
}
