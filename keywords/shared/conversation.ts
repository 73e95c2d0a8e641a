/** Rows for the visitor's stream. A run without a conversation (a schedule, a webhook) has nobody to tell: no rows. */
import type { AskContext, Ours, StreamItem, Write } from '../../src/spec/index.ts';

export const show = (ask: AskContext, ...items: readonly StreamItem[]): readonly Write[] =>
  ask.conversation === undefined ? [] : items.map((item) => ({ kind: 'message', conversation: ask.conversation as string, item }));

export const say = (ask: AskContext, text: string): readonly Write[] => show(ask, { type: 'bot', text });

export const written = (writes: readonly Write[]): Ours => ({ result: null, writes });
