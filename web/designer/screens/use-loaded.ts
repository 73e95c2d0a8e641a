/** What a page shows, asked of the server at once and again while the page is looked at. */
import { useEffect, useState } from 'preact/hooks';
import type { ApiError } from '../../api.ts';
import { asError } from './api.ts';

export interface Loaded<T> {
  readonly found?: T;
  readonly error?: ApiError;
  readonly reload: () => void;
}

export function useLoaded<T>(ask: () => Promise<T>, everyMs?: number): Loaded<T> {
  const [state, setState] = useState<{ readonly found?: T; readonly error?: ApiError }>({});
  const reload = () =>
    void ask().then(
      (found) => setState({ found }),
      (failure: unknown) => setState(({ found }) => ({ ...(found !== undefined && { found }), error: asError(failure) })),
    );
  useEffect(() => {
    reload();
    if (everyMs === undefined) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), everyMs);
    return () => clearInterval(timer);
  }, []);
  return { ...state, reload };
}
