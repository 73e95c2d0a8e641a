/** Opens secrets at the last moment, on their way into a request. What cannot be opened is told by its handle, never by its text. */
import type { SecretsPort } from '../../spec/index.ts';
import { Dict, RowSet, Secret, type Value } from '../../values/index.ts';

export type Open = (secret: Secret) => Promise<string>;

export class ClosedSecret extends Error {
  override readonly name = 'ClosedSecret';
}

export const opener =
  (secrets: SecretsPort, config: Readonly<Record<string, string>>): Open =>
  async (secret) => {
    const parts = secret.parts.map(async (part) => {
      if (typeof part === 'string') return part;
      const cleartext = await secrets.open(part.handle, config);
      if (cleartext === undefined) throw new ClosedSecret(`the secret ${part.handle} is gone`);
      return cleartext;
    });
    return (await Promise.all(parts)).join('');
  };

export const openText = async (text: string | Secret, open: Open): Promise<string> => (text instanceof Secret ? open(text) : text);

/** A copy with every secret inside it opened. */
export async function openWithin(value: Value, open: Open): Promise<Value> {
  if (value instanceof Secret) return open(value);
  if (value instanceof RowSet) return openWithin(value.rows, open);
  if (Array.isArray(value)) return Promise.all(value.map((item) => openWithin(item, open)));
  if (!(value instanceof Dict)) return value;
  const fields = [...value.entries()].map(async ([name, field]) => [name, await openWithin(field, open)] as const);
  return Dict.from(await Promise.all(fields));
}
