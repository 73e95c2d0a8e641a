/** Each screen is a chunk of its own. */
import type { ComponentChildren } from 'preact';
import { designerStyle } from '../assets.ts';
import type { ScreenRoute } from './routes.ts';

export async function screenOf(route: ScreenRoute): Promise<ComponentChildren> {
  const [page] = await Promise.all([pageOf(route), designerStyle()]);
  return page;
}

async function pageOf(route: ScreenRoute): Promise<ComponentChildren> {
  switch (route.page) {
    case 'runview': {
      const { RunViewPage } = await import('./run-view-page.tsx');
      return <RunViewPage id={route.id} />;
    }
  }
}
