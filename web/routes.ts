/** Path → page. A new page (designer, runs) is a new kind here, in `main.tsx`, and in the server's list of pages. */
export type Route = { readonly page: 'home' } | { readonly page: 'chat'; readonly bot: string };

export function routeOf(path: string): Route {
  const name = path.replace(/^\/|\/$/g, '');
  return name === '' ? { page: 'home' } : { page: 'chat', bot: decoded(name) };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a lone % stands for itself: no bot is called so, and the page says that
  }
}
