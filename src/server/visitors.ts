/**
 * Who talks: a visitor is an id that this server issued, in a cookie that scripts cannot read and
 * that carries an HMAC under a key of the data folder. No account, no password; whoever holds the
 * cookie sees the conversations that were begun with it, and no others.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const VISITOR_COOKIE = 'basalt_visitor';

export class Visitors {
  readonly #key: Uint8Array;
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** A new id, and the cookie's value for it. */
  issue(): { readonly id: string; readonly cookie: string } {
    const id = randomBytes(16).toString('base64url');
    return { id, cookie: `${id}.${this.#sign(id)}` };
  }

  /** The id in a cookie that we issued; undefined for any other. */
  read(cookie: string | undefined): string | undefined {
    const match = /^([\w-]{22})\.([\w-]{43})$/.exec(cookie ?? '');
    const [, id, signature] = match ?? [];
    return id && signature && equalTexts(signature, this.#sign(id)) ? id : undefined;
  }

  #sign(id: string): string {
    return createHmac('sha256', this.#key).update(`visitor:${id}`).digest('base64url');
  }
}

/** Takes the same time wherever the two differ. */
export function equalTexts(a: string, b: string): boolean {
  const key = randomBytes(16);
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** The key in the data folder, made at the first start; only the owner may read it. */
export function visitorKey(dataFolder: string): Uint8Array {
  mkdirSync(dataFolder, { recursive: true });
  const path = join(dataFolder, 'visitors.key');
  try {
    // `wx`: of two processes that start at once, one makes it and both read it.
    writeFileSync(path, randomBytes(32), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = readFileSync(path);
  if (key.length !== 32)
    throw new Error(`${path} should hold 32 bytes and holds ${key.length}; remove it to get a new key (visitors lose their history)`);
  return key;
}
