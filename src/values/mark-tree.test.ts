import { expect, test } from 'vitest';
import { fromJson, MARK, Marked, markTree, Secret } from './index.ts';

test('every scalar of a tree is marked, names and NOTHING are not', () => {
  const tree = markTree(fromJson('{"a": [1, "x", null], "B": {"c": true}}'), MARK.web);
  const marked = (value: number | string | boolean) => new Marked(value, MARK.web);
  const plain = fromJson('{"a": [], "B": {}}');
  expect(tree).toBeInstanceOf(plain?.constructor as never);
  expect(JSON.stringify([...(tree as never as Map<string, unknown>).entries()][0])).toBe(
    JSON.stringify(['a', [marked(1), marked('x'), null]]),
  );
});

test('marks add up, a secret stays closed', () => {
  expect(markTree(new Marked('x', MARK.model), MARK.web)).toEqual(new Marked('x', MARK.model | MARK.web));
  expect(markTree(new Secret(['k']), MARK.web)).toEqual(new Secret(['k']));
});
