/** SealPort over AES-256-GCM: 12 bytes of nonce, 16 of tag, the ciphertext. The key is the host's and never in the database. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SealPort } from '../spec/index.ts';

const NONCE_BYTES = 12;
/** Node 20 would accept a tag of 4 bytes unless told. */
const TAG_BYTES = 16;

export function createSeal(key: Uint8Array): SealPort {
  if (key.length !== 32) throw new Error(`the seal needs a key of 32 bytes, got ${key.length}`);
  return {
    seal(cleartext) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      const body = Buffer.concat([cipher.update(JSON.stringify(cleartext), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(sealed) {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAuthTag(tag);
      const body = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
      return JSON.parse(body.toString('utf8')) as string;
    },
  };
}
