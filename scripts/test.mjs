// Runs everything and ends with `N passed, N failed`. Exit code 1 when anything failed or nothing ran.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const report = join(mkdtempSync(join(tmpdir(), 'basalt-test-')), 'report.json');
const run = (command, ...args) => spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit' }).status ?? 1;

const checks = [
  ['biome', 'check', '--error-on-warnings', '.'],
  ['tsc', '-p', '.'],
  ['tsx', 'scripts/gen.ts', '--check'],
];
let passed = 0;
let failed = 0;
for (const [command, ...args] of checks) run(command, ...args) === 0 ? passed++ : failed++;

const build = spawnSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' }).status;
build === 0 ? passed++ : failed++;

const status = run('vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`);
const results = JSON.parse(readFileSync(report, 'utf8'));
passed += results.numPassedTests;
failed += results.numFailedTests;
// A suite that cannot even be loaded holds no failed test.
if (status !== 0 && results.numFailedTests === 0) failed += Math.max(1, results.numFailedTestSuites);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || results.numPassedTests === 0 ? 1 : 0);
