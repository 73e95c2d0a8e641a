/** Calls `basalt` in this process, as a terminal would, and keeps what it prints. */
import { Readable } from 'node:stream';
import { main } from '../../src/cli/index.ts';

export interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Each line of `out`, read as JSON. */
  json(): readonly Readonly<Record<string, unknown>>[];
}

export async function basalt(args: readonly string[], typed = ''): Promise<Printed> {
  let out = '';
  let err = '';
  const code = await main(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdin: Readable.from([typed]) as unknown as NodeJS.ReadStream,
    isInteractive: false,
  });
  return {
    code,
    out,
    err,
    json: () =>
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  };
}
