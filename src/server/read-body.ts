/** A whole body in memory, up to a limit that is kept while it arrives. */
import { Problem } from './problem.ts';

export async function readBody(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of (body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > limit)
      throw new Problem('too-large', { place: 'body', cause: `it is larger than ${limit} bytes`, help: 'send less at once' });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
