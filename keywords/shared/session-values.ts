/**
 * Values by dotted name, as SET and GET use them: `session.x` belongs to the conversation, `user.x` to the
 * visitor in all conversations with this bot; a plain name is the session's.
 */
import type { AskContext, MemoryScope } from '../../src/spec/index.ts';
import { sessionOf } from './scopes.ts';

export interface Place {
  readonly scope: MemoryScope;
  readonly owner: string;
  readonly key: string;
}

/** Nothing where the text is no such name: a path, a sentence. */
export function placeOf(name: string, ask: AskContext): Place | undefined {
  const [, realm = 'session', key] = /^(?:(session|user)\.)?([\p{L}_][\p{L}\p{N}_.-]*)$/iu.exec(name.trim()) ?? [];
  if (key === undefined) return undefined;
  const isUser = realm.toLowerCase() === 'user' && ask.user !== undefined;
  if (!isUser && key.includes('.') && !/^session\./i.test(name.trim())) return undefined;
  return isUser ? { scope: 'user', owner: `${ask.bot}/${ask.user}`, key: `user.${key.toLowerCase()}` } : sessionPlace(key, ask);
}

export const sessionPlace = (key: string, ask: AskContext): Place => ({
  scope: 'conversation',
  owner: sessionOf(ask),
  key: `session.${key.trim().toLowerCase()}`,
});

/** Scripts may name the session they mean; only their own is theirs. */
export const isOwnSession = (id: string | undefined, ask: AskContext): boolean =>
  id === undefined || id === '' || id === ask.conversation || id === sessionOf(ask);
