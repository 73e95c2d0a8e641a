/**
 * The audit chain: one head per flush that carried audit rows, each an HMAC over those rows and the head
 * before. Whoever changes, drops or reorders a row must know the key, which is not in the database.
 */
import type { AuditedFlush, AuditRow, DigestPort } from '../../spec/index.ts';
import { ValueEncoder } from '../../values/index.ts';

/** Where a chain begins: none can be passed off as that of another node or epoch. */
export function firstHead(digest: DigestPort, key: Uint8Array, { node, epoch }: Pick<AuditedFlush, 'node' | 'epoch'>): Uint8Array {
  const encoder = new ValueEncoder();
  encoder.text(node);
  encoder.integer(epoch);
  return digest.hmac(key, encoder.finish());
}

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

export interface BrokenChain {
  readonly node: string;
  readonly epoch: number;
  readonly flush: number;
}

/** What somebody wrote down: this chain had this head; `epoch` and `flush` where they are known. */
export interface ExpectedHead {
  readonly node: string;
  readonly epoch?: number;
  readonly flush?: number;
  readonly head: Uint8Array;
}

/** Recomputes chains flush by flush; flushes come in order within their (node, epoch). */
export class AuditCheck {
  readonly #digest: DigestPort;
  readonly #key: Uint8Array;
  readonly #heads = new Map<string, Uint8Array>();
  readonly #missing = new Map<string, ExpectedHead>();
  readonly broken: BrokenChain[] = [];
  flushes = 0;
  rows = 0;

  /** `expected` heads must turn up: where one does not, the end of its chain was cut off. */
  constructor(digest: DigestPort, key: Uint8Array, expected: readonly ExpectedHead[] = []) {
    this.#digest = digest;
    this.#key = key;
    for (const each of expected) this.#missing.set(nameOf(each), each);
  }

  take({ node, epoch, flush, head, rows }: AuditedFlush): void {
    const chain = `${node}/${epoch}`;
    const expected = nextHead(this.#digest, this.#key, this.#heads.get(chain) ?? firstHead(this.#digest, this.#key, { node, epoch }), rows);
    if (head.length !== expected.length || !expected.every((byte, i) => byte === head[i])) this.broken.push({ node, epoch, flush });
    this.#heads.set(chain, head);
    this.#missing.delete(nameOf({ node, head }));
    this.#missing.delete(nameOf({ node, epoch, flush, head }));
    this.flushes++;
    this.rows += rows.length;
  }

  get chains(): number {
    return this.#heads.size;
  }

  /** Expected heads that did not turn up so far. */
  get missing(): readonly ExpectedHead[] {
    return [...this.#missing.values()];
  }
}

const nameOf = ({ node, epoch, flush, head }: ExpectedHead) => JSON.stringify([node, epoch, flush, [...head]]);

/** Recomputes every chain; answers where one does not fit. */
export function verifyAudit(digest: DigestPort, key: Uint8Array, flushes: Iterable<AuditedFlush>): readonly BrokenChain[] {
  const check = new AuditCheck(digest, key);
  for (const flush of flushes) check.take(flush);
  return check.broken;
}
