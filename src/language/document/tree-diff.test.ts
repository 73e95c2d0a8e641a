import { expect, test } from 'vitest';
import { createParser, SYNTAX } from '../../../grammar/index.ts';
import { diffTrees, openDocument } from './index.ts';
import { placeOf } from './places.ts';

const reader = { parse: createParser(SYNTAX), table: SYNTAX };

/** Changes as words: `moved TALK 2`. */
function changes(before: string, after: string): string[] {
  const [a, b] = [openDocument(before, reader), openDocument(after, reader)];
  return diffTrees(a, b).map(({ kind, before, after, isChanged }) => {
    const node = after === undefined ? placeOf(a, before as string)?.node : placeOf(b, after)?.node;
    return `${kind}${isChanged ? ' and changed' : ''} ${node?.words.split('\n')[0]}`;
  });
}
const BLOCK = 'IF a THEN\n  TALK 1\n  TALK 2\nEND IF\n';

test.each<[string, string, string, string[]]>([
  ['nothing', BLOCK, BLOCK, []],
  ['a moved step', 'TALK 1\nTALK 2\nTALK 3\n', 'TALK 2\nTALK 3\nTALK 1\n', ['moved TALK 1']],
  ['a moved block moves whole', `${BLOCK}TALK 3\nTALK 4\n`, `TALK 3\nTALK 4\n${BLOCK}`, ['moved IF a THEN']],
  ['a step moved into a block', `TALK 3\n${BLOCK}`, 'IF a THEN\n  TALK 1\n  TALK 3\n  TALK 2\nEND IF\n', ['moved TALK 3']],
  ['an edited step', 'TALK 1\nTALK 2\n', 'TALK 1\nTALK 22\n', ['changed TALK 22']],
  ['a condition edited, what is inside is the same', BLOCK, BLOCK.replace('IF a', 'IF b'), ['changed IF b THEN']],
  ['added', 'TALK 1\nTALK 2\n', 'TALK 1\nTALK 9\nTALK 2\n', ['added TALK 9']],
  ['removed', 'TALK 1\nTALK 9\nTALK 2\n', 'TALK 1\nTALK 2\n', ['removed TALK 9']],
  ['one more of the same', 'TALK 1\nTALK 1\n', 'TALK 1\nTALK 1\nTALK 1\n', ['added TALK 1']],
  ['wrapped in a block', 'TALK 1\n', 'IF a THEN\n  TALK 1\nEND IF\n', ['added IF a THEN', 'moved TALK 1']],
  ['a comment above', 'TALK 1\n', "' why\nTALK 1\n", ['changed TALK 1']],
  ['an ELSE IF edited', 'IF a THEN\nELSE IF b THEN\nEND IF\n', 'IF a THEN\nELSE IF c THEN\nEND IF\n', ['changed IF a THEN']],
  ['line ends and indentation are no change', BLOCK, BLOCK.replaceAll('\n', '\r\n').replaceAll('  ', '\t'), []],
])('%s', (_, before, after, expected) => expect(changes(before, after)).toEqual(expected));
