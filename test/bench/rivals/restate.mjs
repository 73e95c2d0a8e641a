/**
 * Restate: its server with a store of its own in a temporary folder, its service in a second process, and this one, the
 * client that begins workflows over HTTP. What is killed is the service, the part that stands for a node of ours.
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forEachOf, pause, servePeer, until, versionOf } from './peer.mjs';

const BINARY = createRequire(import.meta.url).resolve(`@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`);
const folder = mkdtempSync(join(tmpdir(), 'rival-restate-'));

let server;
let service;
let ingress;
let servicePort;
/** By the name of a workflow: the awakeable it waits for. */
const waiting = new Map();
const ended = new Set();

const engine = {
  async start() {
    const [ingressPort, adminPort, nodePort] = [await freePort(), await freePort(), await freePort()];
    servicePort = await freePort();
    ingress = `http://127.0.0.1:${ingressPort}`;
    server = spawn(BINARY, ['--no-logo', '--listen-mode', 'tcp', '--bind-ip', '127.0.0.1', '--base-dir', folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        RESTATE_BIND_PORT: String(nodePort),
        RESTATE_INGRESS__BIND_PORT: String(ingressPort),
        RESTATE_ADMIN__BIND_PORT: String(adminPort),
        RESTATE_LOG_FILTER: 'error,octocrab=off',
        RESTATE_DISABLE_TELEMETRY: 'true',
        // With the default of 1,000 the others that wait would not even begin.
        RESTATE_WORKER__INVOKER__CONCURRENT_INVOCATIONS_LIMIT: '20000',
      },
    });
    await serve();
    const admin = `http://127.0.0.1:${adminPort}`;
    await until(() => answers(`${admin}/health`), 'the start of the server', 60_000);
    const uri = `http://127.0.0.1:${servicePort}`;
    await until(() => answers(`${admin}/deployments`, { uri }), 'the registration of the service', 60_000);
    await until(() => answers(`${ingress}/restate/health`), 'the start of its ingress', 60_000);
    return {
      versions: `Restate server ${versionOf('@restatedev/restate-server')}, SDK ${versionOf('@restatedev/restate-sdk')}`,
      pids: { node: service.pid, server: server.pid },
    };
  },
  sequential: () => call('bench/sequential'),
  parallel: (steps) => call('bench/parallel', steps),
  async park(batch, count) {
    await forEachOf(count, (n) => call('bench/waits/send', `${batch}-${n}`));
    await until(() => namesOf(batch, count).every((name) => waiting.has(name)), 'waiting');
  },
  async publish(batch, count) {
    const names = namesOf(batch, count);
    await forEachOf(count, (n) => call(`restate/awakeables/${waiting.get(names[n])}/resolve`, 'an event'));
    await until(() => names.every((name) => ended.has(name)), 'the end of all workflows');
  },
  async tidy() {
    globalThis.gc?.();
    service.send('tidy');
  },
  /** The service is killed and started again; the server finds out by itself. */
  async crash() {
    const gone = once(service, 'exit');
    service.kill('SIGKILL');
    await gone;
    await serve();
    return { pids: { node: service.pid, server: server.pid } };
  },
  async stop() {
    service?.kill('SIGKILL');
    if (server && server.exitCode === null && server.signalCode === null) {
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  },
};

async function serve() {
  service = fork(new URL('restate-service.mjs', import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, SERVICE_PORT: String(servicePort), RESTATE_LOGGING: 'ERROR' },
  });
  service.on('message', (told) => {
    if (told.waits) waiting.set(told.waits, told.id);
    if (told.ended) ended.add(told.ended);
  });
  await once(service, 'message');
}

async function call(path, body) {
  const response = await fetch(`${ingress}/${path}`, post(body));
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}

const post = (body) => ({
  method: 'POST',
  ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
});

const answers = async (url, body) => {
  try {
    return (await fetch(url, body && post(body))).ok;
  } catch {
    await pause(50);
    return false;
  }
};

const namesOf = (batch, count) => Array.from({ length: count }, (_, n) => `${batch}-${n}`);

async function freePort() {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address();
  holder.close();
  await once(holder, 'close');
  return port;
}

servePeer(engine);
