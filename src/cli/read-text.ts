import { readFileSync } from 'node:fs';
import { InputError } from './command.ts';

/** A file as UTF-8, byte order mark and all. Throws InputError where it cannot be read as such. */
export function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new InputError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`, { cause: error });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new InputError(`${file} is not UTF-8 text; save it as UTF-8`, { cause: error });
  }
}
