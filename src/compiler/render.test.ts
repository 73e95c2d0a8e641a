import { expect, test } from 'vitest';
import { describeDiagnostics, renderDiagnostics } from './render.ts';

const source = 'TALK "hi"\n\tSENDMAIL to, "Booked"\nGOTO done\n';
const unknown = { code: 'unknown-keyword', span: { start: 11, end: 19 }, details: { word: 'SENDMAIL', suggestion: 'SEND MAIL' } } as const;

test('quotes the line, marks the words, shows the way out', () => {
  expect(renderDiagnostics([unknown], source, 'clinic/start.bas')).toBe(
    [
      'error[unknown-keyword]: there is no keyword SENDMAIL',
      '  clinic/start.bas:2:2',
      '    2 | \tSENDMAIL to, "Booked"',
      '      | \t^^^^^^^^',
      '  help: write SEND MAIL',
      '',
    ].join('\n'),
  );
});

test('leaves the help out when there is nothing to suggest', () => {
  const label = { code: 'unknown-label', span: { start: 38, end: 42 }, details: { name: 'done' } } as const;
  expect(renderDiagnostics([label], source, 'a.bas')).toBe(
    [
      'error[unknown-label]: there is no label done in this part of the script',
      '  a.bas:3:6',
      '    3 | GOTO done',
      '      |      ^^^^',
      '',
    ].join('\n'),
  );
});

test('marks at least one place, also behind the last character', () => {
  const end = { ...unknown, span: { start: source.length, end: source.length } };
  expect(renderDiagnostics([end], source, 'a.bas')).toContain('    4 | \n      | ^\n');
});

test('shows the second place of a mistake that has two', () => {
  const related = [{ span: { start: 0, end: 4 }, note: 'the first stands here' }];
  expect(renderDiagnostics([{ ...unknown, related }], source, 'a.bas')).toContain(
    '  note: the first stands here\n  a.bas:1:1\n    1 | TALK "hi"\n      | ^^^^\n',
  );
});

test('says nothing for nothing', () => {
  expect(renderDiagnostics([], source, 'a.bas')).toBe('');
});

test('gives machines one flat record each', () => {
  expect(describeDiagnostics([unknown], source, 'a.bas')).toEqual([
    {
      file: 'a.bas',
      line: 2,
      column: 2,
      severity: 'error',
      code: 'unknown-keyword',
      message: 'there is no keyword SENDMAIL; write SEND MAIL',
    },
  ]);
});
