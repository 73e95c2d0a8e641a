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
    case 'history': {
      const { HistoryPage } = await import('./history-page.tsx');
      return <HistoryPage bot={route.bot} />;
    }
    case 'automations': {
      const { AutomationsPage } = await import('./automations-page.tsx');
      return <AutomationsPage />;
    }
    case 'templates': {
      const { TemplatesPage } = await import('./templates-page.tsx');
      return <TemplatesPage />;
    }
    case 'triggers': {
      const { TriggersPage } = await import('./triggers-page.tsx');
      return <TriggersPage />;
    }
    case 'bots': {
      const { BotsPage } = await import('./bots-page.tsx');
      return <BotsPage />;
    }
  }
}
