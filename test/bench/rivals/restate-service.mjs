/** The workflows of the Restate side, in a process of their own, as its documentation has it. Tells its parent who waits and who ended. */
import './node-20.mjs';
import * as restate from '@restatedev/restate-sdk';
import { STEPS } from './peer.mjs';

const step = (ctx, n) => ctx.run(`step ${n}`, async () => n);
const bench = restate.service({
  name: 'bench',
  handlers: {
    sequential: async (ctx) => {
      for (let n = 1; n <= STEPS; n++) await step(ctx, n);
    },
    parallel: async (ctx, steps) => {
      await restate.RestatePromise.all(Array.from({ length: steps }, (_, n) => step(ctx, n)));
    },
    waits: async (ctx, name) => {
      const { id, promise } = ctx.awakeable();
      // On a replay it is told again, which changes nothing.
      process.send({ waits: name, id });
      await promise;
      process.send({ ended: name });
    },
  },
});

const port = await restate.serve({ services: [bench], port: Number(process.env.SERVICE_PORT) });
process.on('message', () => globalThis.gc?.());
process.send({ serves: port });
// Whoever started us is gone.
process.on('disconnect', () => process.exit());
