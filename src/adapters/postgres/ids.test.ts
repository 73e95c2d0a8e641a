import { expect, test } from 'vitest';
import { newId } from './ids.ts';

const bytes = (fill: number) => ({ bytes: (count: number) => new Uint8Array(count).fill(fill) });

test.each([
  [0, 0, '00000000000000000000000000'],
  [1, 255, '0000000001ZZZZZZZZZZZZZZZZ'],
  [2 ** 48 - 1, 0, '7ZZZZZZZZZ0000000000000000'],
])('at %i with all bytes %i', (now, fill, id) => {
  expect(newId(now, bytes(fill))).toBe(id);
});

test('later ids sort after earlier ones', () => {
  expect(newId(1_700_000_000_001, bytes(0)) > newId(1_700_000_000_000, bytes(255))).toBe(true);
});
