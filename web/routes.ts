/** Path → page. A new page is a new kind here, in `main.tsx`, and in the server's list of pages. */
import { type ScreenRoute, screenRoute } from './designer/screens/routes.ts';

export type Route =
  | ScreenRoute
  | { readonly page: 'home' | 'runs' | 'approvals' }
  | { readonly page: 'run'; readonly id: string }
  | { readonly page: 'designer'; readonly bot: string }
  | { readonly page: 'chat'; readonly bot: string };

export function routeOf(path: string): Route {
  const name = path.replace(/^\/|\/$/g, '');
  if (name === '') return { page: 'home' };
  if (name === 'runs' || name === 'approvals') return { page: name };
  if (name.startsWith('runs/')) return { page: 'run', id: decoded(name.slice('runs/'.length)) };
  const bot = /^designer\/(?!runs$|bots$|templates$|triggers$)([^/]+)$/.exec(name)?.[1];
  return screenRoute(name, decoded) ?? (bot ? { page: 'designer', bot: decoded(bot) } : { page: 'chat', bot: decoded(name) });
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a lone % stands for itself: no bot is called so, and the page says that
  }
}
