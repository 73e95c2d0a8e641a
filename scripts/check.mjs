// What every commit must pass: format, lint, types, generated files, tests. `--full` adds real services.
import { spawnSync } from 'node:child_process';

const full = process.argv.includes('--full');
const steps = [
  ['biome', 'check', '--error-on-warnings', '.'],
  ['tsc', '-p', '.'],
  ['tsx', 'scripts/gen.ts', '--check'],
  ['vitest', 'run', ...(full ? [] : ['--project', 'unit'])],
];
for (const [command, ...args] of steps) {
  const started = Date.now();
  const { status } = spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok' : 'FAILED'} ${command} ${args.join(' ')} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (status !== 0) process.exit(1);
}
