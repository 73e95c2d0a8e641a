import { expect, test } from 'vitest';
import { rowsOf } from './text-diff.tsx';

const shown = (before: string, after: string) => rowsOf(before, after).map(({ kind, text }) => `${kind} ${text.trim()}`);

test.each<[string, string, string, string[]]>([
  ['nothing', 'a\nb\n', 'a\nb\n', ['left-out 2 lines are the same']],
  ['a line rewritten', 'a\nb\nc\n', 'a\nB\nc\n', ['same a', 'gone b', 'new B', 'same c']],
  [
    'far lines are left out',
    '1\n2\n3\n4\n5\n6\n7\n8\n',
    '1\n2\n3\n4\n5\n6\n7\n8\nnew\n',
    ['left-out 5 lines are the same', 'same 6', 'same 7', 'same 8', 'new new'],
  ],
  ['a file that was not there', '', 'a\n', ['new a']],
])('%s', (_, before, after, rows) => expect(shown(before, after)).toEqual(rows));
