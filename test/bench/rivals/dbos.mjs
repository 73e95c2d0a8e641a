/** DBOS Transact: library and workflows in this process, its system database on the PostgreSQL it is told. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import pg from 'pg';
import { forEachOf, STEPS, servePeer, until, versionOf } from './peer.mjs';

const POOL = Number(process.env.DBOS_POOL ?? 20);
const A_DAY = 24 * 3600;

const step = (n) => DBOS.runStep(async () => n, { name: `step ${n}` });
const sequential = DBOS.registerWorkflow(
  async () => {
    for (let n = 1; n <= STEPS; n++) await step(n);
  },
  { name: 'sequential' },
);
const parallel = DBOS.registerWorkflow((steps) => Promise.all(Array.from({ length: steps }, (_, n) => step(n))), { name: 'parallel' });
let waiting = 0;
const waits = DBOS.registerWorkflow(
  async () => {
    waiting++;
    const event = await DBOS.recv('go', { timeoutSeconds: A_DAY });
    waiting--;
    return event;
  },
  { name: 'waits' },
);

let look;
const engine = {
  async start({ url }) {
    DBOS.setConfig({ name: 'bench', systemDatabaseUrl: url, systemDatabasePoolSize: POOL, logLevel: 'error' });
    await DBOS.launch();
    look = new pg.Client({ connectionString: url });
    await look.connect();
    return { versions: `DBOS Transact ${versionOf('@dbos-inc/dbos-sdk')}, pool of ${POOL}`, pids: { node: process.pid } };
  },
  sequential: () => sequential(),
  async parallel(steps) {
    await parallel(steps);
  },
  async park(batch, count) {
    const before = waiting;
    await forEachOf(count, (n) => DBOS.startWorkflow(waits, { workflowID: `${batch}-${n}` })());
    await until(() => waiting === before + count, 'waiting');
  },
  async publish(batch, count) {
    await forEachOf(count, (n) => DBOS.send(`${batch}-${n}`, 'an event', 'go'));
    const ended = `select count(*)::int as ended from dbos.workflow_status where status = 'SUCCESS' and workflow_uuid like $1`;
    await until(async () => (await look.query(ended, [`${batch}-%`])).rows[0].ended === count, 'the end of all workflows');
  },
  async stop() {
    await look?.end();
    await DBOS.shutdown();
  },
};

servePeer(engine);
