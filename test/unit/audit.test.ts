/** The keeper of the audit log: acts on disk before they are done, heads noted outside, tampering found by `verify`. */
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditDesk, keepHeads } from '../../src/host/index.ts';
import { StoreUnavailable } from '../../src/spec/index.ts';
import { house, until } from '../support/house.ts';
import { scriptMachines } from '../support/script-machine.ts';

const KEY = new Uint8Array(32).fill(7);
const HOUR = 3_600_000;

async function kept() {
  const all = house({ keywords: [], machines: scriptMachines, terms: { ttlMs: 1e12 } });
  const engine = all.engine('a');
  await engine.start();
  const headsFile = join(mkdtempSync(join(tmpdir(), 'basalt-audit-')), 'heads.jsonl');
  const desk = auditDesk({ engine, clock: all.clock, store: all.store, key: KEY, headsFile });
  const record = (subject: string) =>
    desk.record({ what: 'operator', subject, bot: 'bot', run: 'r1', actor: 'operator', args: { subject } });
  const lines = () => (existsSync(headsFile) ? (readFileSync(headsFile, 'utf8').match(/\n/g) ?? []).length : 0);
  const keep = () => keepHeads({ store: all.store, clock: all.clock, log: { log: () => undefined }, file: headsFile });
  return { ...all, engine, desk, record, headsFile, lines, keep };
}

test('an act of a person is a row before it is told to be one, and the log verifies', async () => {
  const { store, desk, record } = await kept();
  await record('cancel');
  expect(store.tables.audit.map(({ row }) => row)).toMatchObject([
    { what: 'operator', subject: 'cancel', actor: 'operator', tier: 2, run: 'r1' },
  ]);
  expect(await desk.verify()).toEqual({ ok: true, chains: 1, flushes: 1, rows: 1, noted: 0, broken: [] });
});

test('text that no column holds does not take the node’s lease with it', async () => {
  const { desk, record } = await kept();
  await record('odd \0 \ud800');
  expect(await desk.verify()).toMatchObject({ ok: true, rows: 1 });
});

test('a node that has stopped takes no act', async () => {
  const { engine, record } = await kept();
  await engine.stop(0);
  await expect(record('cancel')).rejects.toBeInstanceOf(StoreUnavailable);
});

test('a changed row is found with its place', async () => {
  const { store, desk, record } = await kept();
  for (const subject of ['hold', 'resume', 'cancel']) await record(subject);
  const [, second] = store.tables.audit;
  store.tables.audit[1] = { ...second!, row: { ...second!.row, actor: 'nobody' } };
  expect(await desk.verify()).toMatchObject({ ok: false, broken: [{ kind: 'altered', node: 'a', epoch: 1, flush: second!.flush }] });
});

test('heads are noted at the start, each hour and at the end, once each; what was noted must be there', async () => {
  const { store, clock, desk, record, lines, keep, headsFile } = await kept();
  await record('hold');
  const stop = keep();
  await until(() => lines() === 1);
  await record('cancel');
  await until(() => {
    clock.moveTo(clock.now() + HOUR);
    return lines() === 2;
  });
  await stop();
  expect(lines()).toBe(2);
  expect(await desk.verify()).toMatchObject({ ok: true, noted: 2 });
  // Whoever cuts the log can also set the node's own head back; not the file.
  store.tables.audit.pop();
  store.tables.nodes.get('a')!.head = store.tables.audit.at(-1)!.head;
  expect(await desk.verify()).toMatchObject({ ok: false, broken: [{ kind: 'cut', node: 'a', epoch: 1 }] });
  appendFileSync(headsFile, '{"not":"a head"}\n');
  expect((await desk.verify()).broken.map(({ kind }) => kind)).toEqual(['cut', 'notes']);
});

test('a line torn by a crash hides none of the next', async () => {
  const { record, keep, desk, headsFile } = await kept();
  await record('hold');
  appendFileSync(headsFile, '{"at":"20');
  expect((await desk.verify()).ok).toBe(true);
  await keep()();
  expect(await desk.verify()).toMatchObject({ ok: true, noted: 1 });
});
