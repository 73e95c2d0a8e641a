/** Pages beside the designer's canvas, by path. */
export interface ScreenRoute {
  readonly page: 'runview';
  readonly id: string;
}

export function screenRoute(path: string, decoded: (part: string) => string): ScreenRoute | undefined {
  const run = /^designer\/runs\/([^/]+)$/.exec(path)?.[1];
  return run ? { page: 'runview', id: decoded(run) } : undefined;
}
