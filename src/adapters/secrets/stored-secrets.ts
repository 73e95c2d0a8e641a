/** Opens secrets for adapters: what HEAR sealed into the store, and keys that config.csv holds. */
import type { SealPort, SecretsPort, Store } from '../../spec/index.ts';

const CONFIG = 'config:';

export function createSecrets(store: Pick<Store, 'secret'>, seal: SealPort): SecretsPort {
  return {
    async open(handle, config) {
      if (handle.startsWith(CONFIG)) return config[handle.slice(CONFIG.length)];
      const sealed = await store.secret(handle);
      return sealed && seal.open(sealed);
    },
  };
}
