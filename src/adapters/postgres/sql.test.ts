import { expect, test } from 'vitest';
import { bytesArray, numberArray, textArray } from './sql.ts';

test('array literals quote what would end them', () => {
  expect(textArray(['a', 'b "c"', '\\', '', 'null', null, undefined, '{,}'])).toBe('{"a","b \\"c\\"","\\\\","","null",null,null,"{,}"}');
  expect(numberArray([1, null, -2.5, undefined])).toBe('{1,null,-2.5,null}');
  expect(bytesArray([Uint8Array.of(0, 255), null, new Uint8Array(0)])).toBe('{"\\\\x00ff",null,"\\\\x"}');
  expect([textArray([]), numberArray([]), bytesArray([])]).toEqual(['{}', '{}', '{}']);
});
