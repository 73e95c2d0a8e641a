/** How long a command takes from nothing, beside `node -e 0` in the same rounds: wall time, medians of interleaved runs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROUNDS = 25;

export async function run(): Promise<void> {
  spawnSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });
  const hello = join(mkdtempSync(join(tmpdir(), 'basalt-start-')), 'hello.bas');
  writeFileSync(hello, 'TALK "Hello, world"\n');
  const commands = {
    'node -e 0': ['-e', '0'],
    'basalt --version': ['bin/basalt.js', '--version'],
    'basalt check hello.bas': ['bin/basalt.js', 'check', hello],
    'basalt run hello.bas': ['bin/basalt.js', 'run', hello],
  };
  const times = new Map<string, number[]>(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) for (const [name, args] of Object.entries(commands)) times.get(name)?.push(wallMs(args));
  const baseline = median(times.get('node -e 0') as number[]);
  for (const [name, list] of times)
    console.log(`${name.padEnd(24)} ${median(list).toFixed(1).padStart(7)} ms  ${(median(list) / baseline).toFixed(2)} × node -e 0`);
}

function wallMs(args: readonly string[]): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - begun;
}

const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[list.length >> 1] as number;
