/** The bus of a single process: a listener that fails is told to the log and keeps nobody else from hearing. */
import type { Bus, LogPort } from '../../spec/index.ts';

export function createInProcessBus(log: LogPort): Bus {
  const topics = new Map<string, Set<(message: unknown) => void>>();
  return {
    publish(topic, message) {
      for (const listener of topics.get(topic) ?? []) {
        try {
          listener(message);
        } catch (error) {
          log.log('error', 'a listener of the bus failed', { topic, error: String(error) });
        }
      }
    },
    subscribe(topic, listener) {
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners);
      // Wrapped: the same function may listen twice, and each leaves for itself.
      const entry = (message: unknown) => listener(message);
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
        if (listeners.size === 0 && topics.get(topic) === listeners) topics.delete(topic);
      };
    },
  };
}
