/** Values on the wire: what a request body and an answer's body are. */
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { Dict, FormatError, fromJson, Marked, toJson, toText, type Value } from '../../values/index.ts';

export interface Payload {
  readonly text: string;
  readonly type: string;
}

/** Objects and lists go as JSON, or as a form where the header says so; text as it is. */
export function payloadOf(body: Value | undefined, contentType: string | undefined): Payload | undefined {
  const value = body instanceof Marked ? body.value : body;
  if (value === undefined || value === null) return undefined;
  if (value instanceof Dict && contentType?.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    return { text: new URLSearchParams([...value.entries()].map(([name, field]) => [name, toText(field)])).toString(), type: contentType };
  }
  if (typeof value === 'string') return { text: value, type: contentType ?? 'text/plain; charset=utf-8' };
  return { text: toJson(value), type: contentType ?? 'application/json' };
}

/** JSON as objects and lists, other text as text, anything else as a `data:` address. Throws FormatError where it cannot be unpacked. */
export function bodyValue(bytes: Uint8Array, contentType: string, encoding: string, maxBytes: number): Value {
  const plain = unpacked(bytes, encoding.trim().toLowerCase(), maxBytes);
  if (plain.length === 0) return null;
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  if (!isText(type.trim())) return `data:${type.trim()};base64,${Buffer.from(plain).toString('base64')}`;
  const text = decoded(plain, parameters);
  const mayBeJson = /json/.test(type) || (!/html|xml/.test(type) && /^\s*[[{]/.test(text));
  return mayBeJson ? (parsed(text) ?? text) : text;
}

const isText = (type: string): boolean => type === '' || /^text\/|json|xml|javascript|x-www-form-urlencoded|graphql|yaml|csv/.test(type);

function decoded(bytes: Uint8Array, parameters: readonly string[]): string {
  const label = parameters.map((each) => /^\s*charset\s*=\s*"?([^"\s]+)/.exec(each)?.[1]).find(Boolean) ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder().decode(bytes);
    throw error;
  }
}

function parsed(text: string): Value | undefined {
  try {
    return fromJson(text);
  } catch (error) {
    // Servers call many things JSON; what does not parse is text.
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** We ask for no compression; some servers compress anyway. */
function unpacked(bytes: Uint8Array, encoding: string, maxOutputLength: number): Uint8Array {
  const unpack = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync }[encoding];
  if (!unpack || bytes.length === 0) return bytes;
  try {
    return unpack(bytes, { maxOutputLength });
  } catch (error) {
    throw new FormatError(`the answer could not be unpacked (${(error as Error).message})`);
  }
}
