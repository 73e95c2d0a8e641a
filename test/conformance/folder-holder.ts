/** A process that holds a PGlite folder and says after each flush how many entries are acknowledged, until it is killed. */
import { openPglite } from '../../src/adapters/pglite/index.ts';
import { createSeal } from '../../src/adapters/postgres/index.ts';
import { entry, flushNext } from './staging.ts';

const store = await openPglite(process.argv[2]!, { seal: createSeal(new Uint8Array(32).fill(7)) });
store.announce('http://127.0.0.1:1');
const run = await store.runs.start({ bot: 'shop', script: 'start', inputs: null });
const lease = await store.journal.join('holder', 60_000);
process.stdin.resume();
for (let seq = 1; ; seq++) {
  await flushNext(store, lease, { entries: [entry(run, seq)] });
  process.stdout.write(`${seq}\n`);
}
