/** The ports that the store itself fulfils: what is remembered, and who can be spoken to. */
import { isOurBot, type Ports, type Store } from '../spec/index.ts';
import { storable } from './entry.ts';

export function storePorts(store: Pick<Store, 'memory' | 'conversations' | 'packages'>): Pick<Ports, 'memory' | 'people' | 'bots'> {
  return {
    memory: { get: (scope, owner, key) => store.memory(scope, owner, storable(key)) },
    bots: {
      names: async () => (await store.packages.bots()).flatMap(({ name, state }) => (state === 'live' ? [name] : [])),
      async scripts(bot) {
        const row = isOurBot(bot) ? undefined : await store.packages.bot(storable(bot));
        const version = row?.state === 'live' && row.version !== undefined ? await store.packages.version(row.version) : undefined;
        return version && Object.keys(version.programs);
      },
    },
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
