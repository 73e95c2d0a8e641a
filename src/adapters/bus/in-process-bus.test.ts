import { expect, test } from 'vitest';
import { createInProcessBus } from './in-process-bus.ts';

const silent = { log: () => undefined };

test('each listener of a topic hears, none of another, and none after it left', () => {
  const bus = createInProcessBus(silent);
  const heard: string[] = [];
  const leave = bus.subscribe('a', (message) => heard.push(`1:${message}`));
  bus.subscribe('a', (message) => heard.push(`2:${message}`));
  bus.subscribe('b', (message) => heard.push(`3:${message}`));
  bus.publish('a', 'x');
  leave();
  leave();
  bus.publish('a', 'y');
  expect(heard).toEqual(['1:x', '2:x', '2:y']);
});

test('a listener that fails does not silence the others, and is told', () => {
  const told: string[] = [];
  const bus = createInProcessBus({ log: (_level, message) => told.push(message) });
  const heard: unknown[] = [];
  bus.subscribe('a', () => {
    throw new Error('broken');
  });
  bus.subscribe('a', (message) => heard.push(message));
  bus.publish('a', 1);
  expect([heard, told.length]).toEqual([[1], 1]);
});
