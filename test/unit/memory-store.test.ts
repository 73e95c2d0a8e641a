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
    async tamper({ act, epoch, flush, subject }) {
      const { audit } = (store as MemoryStore).tables;
      const at = audit.findIndex((each) => each.epoch === epoch && each.flush === flush && each.row.subject === subject);
      const found = audit[at]!;
      if (act === 'delete') audit.splice(at, 1);
      else audit[at] = { ...found, row: { ...found.row, actor: 'nobody' } };
    },
    async reset() {
      store = undefined;
    },
    end: async () => {},
  };
});
