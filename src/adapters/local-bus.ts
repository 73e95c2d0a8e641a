/** Hints inside one process. A listener that throws hurts nobody else: hints may be lost, and this one is reported. */
import type { Bus, LogPort } from '../spec/index.ts';

export function createLocalBus(log: LogPort): Bus {
  const topics = new Map<string, Set<(message: unknown) => void>>();
  return {
    publish(topic, message) {
      for (const listener of topics.get(topic) ?? [])
        queueMicrotask(() => {
          try {
            listener(message);
          } catch (error) {
            log.log('error', 'a listener failed', { topic, error: String(error) });
          }
        });
    },
    subscribe(topic, listener) {
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && topics.get(topic) === listeners) topics.delete(topic);
      };
    },
  };
}
