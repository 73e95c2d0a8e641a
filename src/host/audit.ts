/**
 * The audit log as its keeper sees it: acts of people go into the node's chain, the heads of all chains are noted in a
 * file outside the database, and `verify` recomputes the log against both. Whoever changes the database alone is found:
 * a changed row breaks its chain, a chain cut short misses a head that was noted.
 *
 *   start, every hour, stop ─▶ heads that moved ─▶ one line each at the end of the file
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { nodeDigest } from '../adapters/node-crypto.ts';
import { AuditCheck, type Engine } from '../runtime/index.ts';
import type { AuditDesk, AuditReport, AuditRow, BrokenPlace, ChainHead, ClockPort, LogPort, Store } from '../spec/index.ts';

const MOST_PLACES = 100;
const HASH_BYTES = 16;

export function auditDesk(parts: {
  readonly engine: Pick<Engine, 'audit'>;
  readonly clock: Pick<ClockPort, 'now'>;
  readonly store: Pick<Store, 'audit'>;
  readonly key: Uint8Array;
  readonly headsFile: string;
}): AuditDesk {
  return {
    record: ({ what, subject, bot, run, actor, args }) => {
      const argsHash = Buffer.from(nodeDigest.sha256(Buffer.from(JSON.stringify(args ?? null))).subarray(0, HASH_BYTES)).toString('hex');
      const row: AuditRow = { at: parts.clock.now(), bot, actor, what, subject, tier: 2, argsHash, ...(run !== undefined && { run }) };
      return parts.engine.audit(row);
    },
    verify: () => verifyAuditLog(parts.store, parts.key, parts.headsFile),
  };
}

/** Reads what was noted first and the log after it: whatever is noted by then must be there. */
export async function verifyAuditLog(store: Pick<Store, 'audit'>, key: Uint8Array, headsFile: string): Promise<AuditReport> {
  const { heads, damaged } = readHeads(headsFile);
  const { nodes } = await store.audit.heads();
  const check = new AuditCheck(nodeDigest, key, [...heads, ...nodes]);
  for await (const flush of store.audit.flushes()) check.take(flush);
  const broken: BrokenPlace[] = [
    ...check.broken.map((place) => ({
      kind: 'altered' as const,
      ...place,
      message: 'a row of this flush, or one before it, is not as it was written',
    })),
    ...check.missing.map(({ node, epoch, flush }) => ({
      kind: 'cut' as const,
      node,
      ...(epoch !== undefined && { epoch }),
      ...(flush !== undefined && { flush }),
      message:
        epoch === undefined
          ? 'the last rows that this node wrote are gone'
          : 'the head noted in the file of heads is not in the log: rows are gone',
    })),
    ...damaged.map((line) => ({ kind: 'notes' as const, node: '', message: `line ${line} of ${headsFile} cannot be read` })),
  ];
  const { chains, flushes, rows } = check;
  return { ok: broken.length === 0, chains, flushes, rows, noted: heads.length, broken: broken.slice(0, MOST_PLACES) };
}

interface NotedHead extends ChainHead {
  readonly at?: string;
}

function readHeads(file: string): { readonly heads: readonly NotedHead[]; readonly damaged: readonly number[] } {
  const lines = readOrNothing(file).split('\n');
  const heads: NotedHead[] = [];
  const damaged: number[] = [];
  for (const [index, line] of lines.entries()) {
    // Torn by a crash; the next head has a line of its own.
    if (!line.endsWith('}')) continue;
    const head = headOf(line);
    if (head) heads.push(head);
    else damaged.push(index + 1);
  }
  return { heads, damaged };
}

function headOf(line: string): NotedHead | undefined {
  try {
    const { at, node, epoch, flush, head } = JSON.parse(line) as Record<string, unknown>;
    if (typeof node !== 'string' || typeof epoch !== 'number' || typeof flush !== 'number' || typeof head !== 'string') return undefined;
    return { node, epoch, flush, head: Buffer.from(head, 'hex'), ...(typeof at === 'string' && { at }) };
  } catch {
    return undefined; // the caller names the line
  }
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

export const HEADS_EVERY_MS = 3_600_000;

/** Notes heads now and then; answers how to stop, noting once more. A failure is logged and made good the next time. */
export function keepHeads(parts: {
  readonly store: Pick<Store, 'audit'>;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly file: string;
  readonly everyMs?: number;
}): () => Promise<void> {
  const { clock, log, file } = parts;
  const known = new Map(readHeads(file).heads.map((head) => [chainOf(head), head.flush]));
  let isTorn = /[^\n]$/.test(readOrNothing(file));
  let forget = () => {};
  const note = async () => {
    try {
      const { chains } = await parts.store.audit.heads();
      const moved = chains.filter((head) => known.get(chainOf(head)) !== head.flush);
      if (moved.length === 0) return;
      const at = new Date(clock.now()).toISOString();
      const lines = moved.map(
        ({ node, epoch, flush, head }) => `${JSON.stringify({ at, node, epoch, flush, head: Buffer.from(head).toString('hex') })}\n`,
      );
      appendFileSync(file, (isTorn ? '\n' : '') + lines.join(''), { mode: 0o600 });
      isTorn = false;
      for (const head of moved) known.set(chainOf(head), head.flush);
    } catch (error) {
      log.log('error', 'the heads of the audit log could not be noted; tried again in an hour', { file, reason: String(error) });
    }
  };
  const later = () => {
    forget = clock.after(parts.everyMs ?? HEADS_EVERY_MS, () => void note().then(later));
  };
  const first = note().then(later);
  return async () => {
    await first;
    forget();
    await note();
  };
}

const chainOf = ({ node, epoch }: ChainHead) => `${epoch}/${node}`;
