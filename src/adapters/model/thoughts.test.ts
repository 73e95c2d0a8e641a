import { expect, test } from 'vitest';
import { Thoughts } from './thoughts.ts';

const read = (...pieces: string[]) => {
  const thoughts = new Thoughts();
  return pieces.map((piece) => thoughts.take(piece)).join('') + thoughts.end();
};

test.each([
  [['Hello ', 'there'], 'Hello there'],
  [['<think>hm</think>\n\nYes'], 'Yes'],
  [['\n<th', 'ink>let me', ' see</thi', 'nk> No', '!'], 'No!'],
  [['<b>bold</b>'], '<b>bold</b>'],
  [['<t'], '<t'],
  [['a <think> b </think>'], 'a <think> b </think>'],
  [['<think>never ends'], ''],
])('%j → %j', (pieces, text) => expect(read(...pieces)).toBe(text));
