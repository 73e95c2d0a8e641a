import { createMemoryStore, type MemoryStore } from '../../src/adapters/memory/index.ts';
import { exerciseStore } from '../conformance/store.ts';

exerciseStore('memory', async () => {
  let store: MemoryStore | undefined;
  return {
    async open({ now }) {
      store ??= createMemoryStore({ now });
      return store;
    },
    someoneWaits: async () => true,
    async reset() {
      store = undefined;
    },
    end: async () => {},
  };
});
