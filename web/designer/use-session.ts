/** Draws again whenever the session says that something changed. */
import { useEffect, useReducer } from 'preact/hooks';
import type { Session } from './session.ts';

export function useSession(session: Session): Session {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => session.subscribe(() => again(undefined as never)), [session]);
  return session;
}
