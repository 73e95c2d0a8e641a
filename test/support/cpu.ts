/** CPU time spent by this process and by a server with all its children, in microseconds. */
import { readdirSync, readFileSync } from 'node:fs';

export const ownCpu = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** Of living processes only: keep connections open while measuring. */
export function serverCpu(root: number): number {
  return descendants(root).reduce((sum, pid) => sum + spent(pid), 0);
}

function descendants(root: number): number[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const parent = Number(stat(Number(name))?.[1] ?? -1);
    parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
  }
  const below = (pid: number): number[] => [pid, ...(parents.get(pid) ?? []).flatMap(below)];
  return below(root);
}

/** Fields after the name in parentheses; gone processes have none. */
function stat(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** Nanoseconds on a core, exact for processes of one thread. */
function spent(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1000;
  } catch {
    return 0;
  }
}

/** Of one process with all its threads, to a hundredth of a second; in microseconds. */
export function processCpu(pid: number): number {
  const fields = stat(pid);
  if (!fields) throw new Error(`process ${pid} is gone`);
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** Resident memory of one process, in MB. */
export function processRss(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1]) / 1024;
}
