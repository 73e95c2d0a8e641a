/** Puts an engine together from the parts of this machine: the one place where ports meet their adapters. */

import { functions } from '../../functions/index.ts';
import { keywords } from '../../keywords/index.ts';
import { createHttp } from '../adapters/http/undici-http.ts';
import { createLocalBus } from '../adapters/local-bus.ts';
import type { HostServer } from '../adapters/model/model-server.ts';
import { createModels, hostServer } from '../adapters/model/models.ts';
import { loadPrices } from '../adapters/model/prices.ts';
import { nodeDigest, nodeRandom } from '../adapters/node-crypto.ts';
import { createSecrets } from '../adapters/secrets/stored-secrets.ts';
import { createEngine, createMachines, DEFAULT_LIMITS, type Engine, type Prices } from '../runtime/index.ts';
import type { Bus, ClockPort, LogPort, SealPort, Store, UseLimits } from '../spec/index.ts';
import { GrantBook } from './grants.ts';

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
  /** What all bots together may use of models a day. */
  readonly dayLimits?: UseLimits;
  /** For packages that name no model server of their own; what the environment names where absent. */
  readonly modelServer?: HostServer;
  /** Of this node's lease; the engine's own where absent. */
  readonly ttlMs?: number;
  /** Where nodes share hints; absent: this process is alone. */
  readonly bus?: Bus;
}

export interface HostedEngine {
  readonly engine: Engine;
  readonly bus: Bus;
  /** To be opened before the engine starts, where grants are rows. */
  readonly grants: GrantBook;
}

export function hostEngine(settings: EngineSettings): HostedEngine {
  const { store, seal, clock, log } = settings;
  const bus = settings.bus ?? createLocalBus(log);
  const secrets = createSecrets(store, seal);
  const grants = new GrantBook(
    { store, clock, log, bus },
    (settings.grantedAddresses ?? []).map((address) => `http:${address}`),
  );
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
    terms: {
      grants: (bot) => grants.of(bot),
      strict: settings.strict ?? false,
      prices: pricesWith(server?.model),
      ...(settings.ttlMs !== undefined && { ttlMs: settings.ttlMs }),
      ...(settings.dayLimits && { dayLimits: settings.dayLimits }),
    },
  });
  return { engine, bus, grants };
}

/** The price list, once a model is asked. Our own stand-in costs nothing; where no model is named, the host's is meant. */
function pricesWith(hostModel: string | undefined): () => Promise<Prices> {
  let loading: Promise<Prices> | undefined;
  return async () => {
    loading ??= loadPrices();
    const prices = await loading;
    return (model) => (model === 'local' ? FREE : prices(model ?? hostModel));
  };
}

const FREE = { input: 0, output: 0 };
