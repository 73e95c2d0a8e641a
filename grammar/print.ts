/** The text a tree was read from: its tiles, one behind the other. */
import type { Script } from '../src/spec/index.ts';

export const print = ({ text, body }: Script): string => body.map(({ tile }) => text.slice(tile.start, tile.end)).join('');
