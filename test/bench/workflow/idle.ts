/** W5: what workflows cost that do nothing but wait: memory of the node over an idle one, and CPU while nothing happens. */
import { setTimeout as pause } from 'node:timers/promises';
import { processCpu, processRss } from '../../support/cpu.ts';
import type { Started } from '../rivals/peer.mjs';
import type { Contestant, Peer } from './peers.ts';
import { count } from './show.ts';

const WAITING = count('BENCH_WAITING', 10_000);
/** Restate takes waiting workflows out of its service after a minute. */
const QUIET_SECONDS = count('BENCH_QUIET', 75);
const IDLE_SECONDS = count('BENCH_IDLE', 10);

type WithPeer = (contestant: Contestant, act: (peer: Peer, started: Started) => Promise<void>) => Promise<void>;

export async function benchIdle(contestants: readonly Contestant[], withPeer: WithPeer): Promise<void> {
  console.log(
    `\nW5: ${WAITING} workflows wait, ${QUIET_SECONDS} s later (wanted of ours: RSS within 30 MB of an idle node, idle CPU below 1 %)`,
  );
  for (const contestant of contestants)
    await withPeer(contestant, async (peer, { pids }) => {
      const before = await memory(peer, pids);
      await peer.ask('park', { batch: 'w5', waiting: WAITING });
      await pause(QUIET_SECONDS * 1000);
      const after = await memory(peer, pids);
      const idle = await idleCpu(pids);
      const server = pids.server === undefined ? '' : `; its server ${change(before.server, after.server)}, CPU ${idle.server}`;
      console.log(`  ${contestant.name.padEnd(8)} node RSS ${change(before.node, after.node)}, CPU ${idle.node} of a core${server}`);
    });
}

async function memory(peer: Peer, pids: Started['pids']) {
  // An engine gives pages back to the system over several collections.
  for (let turn = 0; turn < 3; turn++) {
    await peer.ask('tidy');
    await pause(1000);
  }
  return { node: processRss(pids.node), server: pids.server === undefined ? 0 : processRss(pids.server) };
}

async function idleCpu(pids: Started['pids']) {
  const all = () => [processCpu(pids.node), pids.server === undefined ? 0 : processCpu(pids.server)] as const;
  const [before, began] = [all(), performance.now()];
  await pause(IDLE_SECONDS * 1000);
  const micros = (performance.now() - began) * 1000;
  const [node, server] = all().map((spent, index) => `${(((spent - before[index]!) / micros) * 100).toFixed(2)} %`);
  return { node, server };
}

const change = (before: number, after: number) => `${before.toFixed(0)} -> ${after.toFixed(0)} MB (+${(after - before).toFixed(1)})`;
