/** The ports that the store itself fulfils: what is remembered, and who can be spoken to. */
import type { Ports, Store } from '../spec/index.ts';
import { storable } from './entry.ts';

export function storePorts(store: Pick<Store, 'memory' | 'conversations'>): Pick<Ports, 'memory' | 'people'> {
  return {
    memory: { get: (scope, owner, key) => store.memory(scope, owner, storable(key)) },
    people: {
      async conversation(bot, who) {
        const named = await store.conversations.find(storable(who));
        if (named) return named.bot === bot ? named.id : undefined;
        const [latest] = (await store.conversations.list({ user: storable(who), bot, limit: 10 })).filter(({ closed }) => !closed);
        return latest?.id;
      },
    },
  };
}
