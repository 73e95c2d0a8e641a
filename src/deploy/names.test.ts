import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileNameProblem, isEditable } from './names.ts';

const piece = fc.constantFrom(
  '..',
  '.',
  '/',
  '\\',
  'a',
  'B',
  'é',
  ' ',
  '\0',
  ':',
  'nul',
  'com1',
  '.bas',
  '.gbdialog',
  '~',
  '\ud800',
  '%2e',
  '\u202e',
);

test('a path that is taken stays below its folder, on every platform', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const path = pieces.join('');
      if (fileNameProblem(path)) return;
      expect(posix.join('/root', path)).toBe(`/root/${path}`);
      expect(win32.resolve('C:\\root', path)).toBe(`C:\\root\\${path.replaceAll('/', '\\')}`);
      expect(path).toBe(path.normalize('NFC'));
    }),
    { numRuns: 20_000 },
  );
});

test('plain names are taken, of the kinds that people edit', () => {
  for (const path of [
    'start.bas',
    'clinic.gbdialog/deep/book.bas',
    'a b/c d.md',
    'x~1.csv',
    'größe.bas',
    'nullable.bas',
    'default.gbdialog',
  ])
    expect([path, fileNameProblem(path), isEditable(path)]).toEqual([path, undefined, true]);
  for (const path of ['a.exe', 'a.js', 'bas', 'a.bas~', 'photo.png']) expect([path, isEditable(path)]).toEqual([path, false]);
});
