/**
 * Signed links by which a person decides without signing in. A link names the approval, the person, and when it expires;
 * its key stays outside the database, so whoever reads the rows can make none. It works once, because an approval does.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ApprovalLinks, LinkedPerson } from '../spec/index.ts';

export function createApprovalLinks(hostKey: Uint8Array): ApprovalLinks {
  const key = createHmac('sha256', hostKey).update('approval links').digest();
  const sealOf = (body: string) => createHmac('sha256', key).update(body).digest();
  return {
    sign({ approval, who, expires }) {
      const body = Buffer.from(JSON.stringify([approval, who, expires])).toString('base64url');
      return `${body}.${sealOf(body).toString('base64url')}`;
    },
    read(token, now) {
      const [body = '', given = '', ...more] = token.split('.');
      const seal = Buffer.from(given, 'base64url');
      const right = sealOf(body);
      if (more.length > 0 || seal.length !== right.length || !timingSafeEqual(seal, right)) return 'altered';
      const [approval, who, expires] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [string, string, number];
      return expires <= now ? 'expired' : ({ approval, who, expires } satisfies LinkedPerson);
    },
  };
}
