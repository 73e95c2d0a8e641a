/** Whose memory a key belongs to. A run without a conversation keeps session values for itself. */
import type { AskContext, MemoryScope, Ours } from '../../src/spec/index.ts';
import type { Value } from '../../src/values/index.ts';

export const sessionOf = (ask: AskContext): string => ask.conversation ?? `run:${ask.run}`;

export const remember = (scope: MemoryScope, owner: string, key: string, value: Value): Ours => ({
  result: null,
  writes: [{ kind: 'memory', scope, owner, key, value }],
});
