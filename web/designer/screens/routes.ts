/** Pages beside the designer's canvas, by path. */
export type ScreenRoute =
  | { readonly page: 'automations' | 'templates' | 'triggers' | 'bots' }
  | { readonly page: 'history'; readonly bot: string }
  | { readonly page: 'runview'; readonly id: string };

const NAMED: Readonly<Record<string, ScreenRoute>> = {
  designer: { page: 'automations' },
  'designer/templates': { page: 'templates' },
  'designer/triggers': { page: 'triggers' },
  'designer/bots': { page: 'bots' },
};

export function screenRoute(path: string, decoded: (part: string) => string): ScreenRoute | undefined {
  const named = Object.hasOwn(NAMED, path) ? NAMED[path] : undefined;
  if (named) return named;
  const run = /^designer\/runs\/([^/]+)$/.exec(path)?.[1];
  if (run) return { page: 'runview', id: decoded(run) };
  const bot = /^designer\/([^/]+)\/history$/.exec(path)?.[1];
  return bot ? { page: 'history', bot: decoded(bot) } : undefined;
}
