import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OPCODES } from './opcodes.ts';

test('the step loop spells every opcode as the table says', () => {
  const source = readFileSync(new URL('./execute.ts', import.meta.url), 'utf8');
  const spelled = Object.fromEntries([...source.matchAll(/case (\d+) \/\* (\w+) \*\//g)].map(([, number, name]) => [name, Number(number)]));
  expect(spelled).toEqual(OPCODES);
});
