import { expect, test } from 'vitest';
import { createLog } from './stream-log.ts';

function logged(options: { json?: boolean; least?: 'debug' | 'warn' }, ...call: Parameters<ReturnType<typeof createLog>['log']>): string {
  const lines: string[] = [];
  createLog({ ...options, write: (line) => lines.push(line), now: () => 0 }).log(...call);
  return lines.join('');
}

test('a line tells when, how bad, what, and the details', () => {
  expect(logged({}, 'info', 'deployed', { bot: 'clinic', scripts: 3 })).toBe(
    '1970-01-01T00:00:00.000Z info  deployed bot=clinic scripts=3\n',
  );
});

test('below the least level nothing is written', () => {
  expect(logged({}, 'debug', 'x')).toBe('');
  expect(logged({ least: 'debug' }, 'debug', 'x')).toContain('debug x');
});

test('text from outside cannot forge a line', () => {
  expect(logged({}, 'warn', 'a\n2026 error b\u001b[31m')).toBe('1970-01-01T00:00:00.000Z warn  a\\n2026 error b\\x1b[31m\n');
});

test('for collectors it is JSON, errors with their stack', () => {
  const line = JSON.parse(logged({ json: true }, 'error', 'broke', { error: new Error('why') }));
  expect(line).toMatchObject({ level: 'error', message: 'broke' });
  expect(line.error).toContain('Error: why');
});
