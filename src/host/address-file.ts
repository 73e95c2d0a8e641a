/** Where the server of a data folder listens, for the other commands. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'server.json';

export interface ServerAddress {
  readonly url: string;
  readonly pid: number;
}

export const announceServer = (dataFolder: string, url: string): void =>
  writeFileSync(join(dataFolder, FILE), `${JSON.stringify({ url, pid: process.pid } satisfies ServerAddress)}\n`);

export function forgetServer(dataFolder: string): void {
  if (readServer(dataFolder)?.pid === process.pid) rmSync(join(dataFolder, FILE));
}

/** Nothing where no server announced itself, or the one that did is gone. */
export function findServer(dataFolder: string): ServerAddress | undefined {
  const found = readServer(dataFolder);
  return found && isAlive(found.pid) ? found : undefined;
}

function readServer(dataFolder: string): ServerAddress | undefined {
  try {
    return JSON.parse(readFileSync(join(dataFolder, FILE), 'utf8')) as ServerAddress;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
