/**
 * The audit chain: one head per flush that carried audit rows, each an HMAC over those rows and the head
 * before. Whoever changes, drops or reorders a row must know the key, which is not in the database.
 */
import type { AuditRow, DigestPort } from '../../spec/index.ts';
import { ValueEncoder } from '../../values/index.ts';

export const NO_HEAD = new Uint8Array(32);

export function nextHead(digest: DigestPort, key: Uint8Array, previous: Uint8Array, rows: readonly AuditRow[]): Uint8Array {
  const encoder = new ValueEncoder();
  encoder.raw(previous);
  for (const row of rows) {
    encoder.float(row.at);
    encoder.text(row.bot);
    encoder.text(row.run ?? '');
    encoder.text(row.address ?? '');
    encoder.text(row.actor);
    encoder.text(row.what);
    encoder.text(row.subject);
    encoder.byte(row.tier);
    encoder.text(row.argsHash);
  }
  return digest.hmac(key, encoder.finish());
}

/** The audit rows of one flush of (node, epoch), in order, and the head the flush wrote. */
export interface AuditedFlush {
  readonly node: string;
  readonly epoch: number;
  readonly flush: number;
  readonly head: Uint8Array;
  readonly rows: readonly AuditRow[];
}

export interface BrokenChain {
  readonly node: string;
  readonly epoch: number;
  readonly flush: number;
}

/** Recomputes every chain; answers where one does not fit. Flushes come in order within their (node, epoch). */
export function verifyAudit(digest: DigestPort, key: Uint8Array, flushes: Iterable<AuditedFlush>): readonly BrokenChain[] {
  const heads = new Map<string, Uint8Array>();
  const broken: BrokenChain[] = [];
  for (const { node, epoch, flush, head, rows } of flushes) {
    const chain = `${node}/${epoch}`;
    const expected = nextHead(digest, key, heads.get(chain) ?? NO_HEAD, rows);
    if (!expected.every((byte, i) => byte === head[i])) broken.push({ node, epoch, flush });
    heads.set(chain, head);
  }
  return broken;
}
