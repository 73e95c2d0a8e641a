/** Puts an engine together from the parts of this machine: the one place where ports meet their adapters. */

import { functions } from '../../functions/index.ts';
import { keywords } from '../../keywords/index.ts';
import { createHttp } from '../adapters/http/undici-http.ts';
import { createLocalBus } from '../adapters/local-bus.ts';
import type { HostServer } from '../adapters/model/model-server.ts';
import { createModels, hostServer } from '../adapters/model/models.ts';
import { nodeDigest, nodeRandom } from '../adapters/node-crypto.ts';
import { createSecrets } from '../adapters/secrets/stored-secrets.ts';
import { createEngine, createMachines, DEFAULT_LIMITS, type Engine } from '../runtime/index.ts';
import type { Bus, ClockPort, LogPort, SealPort, Store } from '../spec/index.ts';

export interface EngineSettings {
  readonly store: Store;
  readonly seal: SealPort;
  readonly auditKey: Uint8Array;
  readonly clock: ClockPort;
  readonly log: LogPort;
  /** One name per process; a second process under it takes over. */
  readonly node: string;
  /** Private addresses any bot may call, as `host:port`. */
  readonly grantedAddresses?: readonly string[];
  readonly strict?: boolean;
  /** For packages that name no model server of their own; what the environment names where absent. */
  readonly modelServer?: HostServer;
  /** Where nodes share hints; absent: this process is alone. */
  readonly bus?: Bus;
}

export interface HostedEngine {
  readonly engine: Engine;
  readonly bus: Bus;
}

export function hostEngine(settings: EngineSettings): HostedEngine {
  const { store, seal, clock, log } = settings;
  const bus = settings.bus ?? createLocalBus(log);
  const secrets = createSecrets(store, seal);
  const grants = (settings.grantedAddresses ?? []).map((address) => `http:${address}`);
  const server = settings.modelServer ?? hostServer(process.env);
  const engine = createEngine({
    store,
    seal,
    bus,
    auditKey: settings.auditKey,
    node: settings.node,
    random: nodeRandom,
    digest: nodeDigest,
    keywords,
    machines: createMachines({ functions, keywords, limits: DEFAULT_LIMITS }),
    ports: { clock, log, http: createHttp({ secrets }), model: createModels({ log, ...(server && { host: server }) }) },
    terms: { grants: () => grants, strict: settings.strict ?? false },
  });
  return { engine, bus };
}
