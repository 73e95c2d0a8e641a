/** One small application for all pages; each route is a page, loaded by the path. */
import type { ComponentChildren } from 'preact';
import { render } from 'preact';
import { listenForPalette } from './commands.ts';
import { designerStyle } from './designer/assets.ts';
import { type Route, routeOf } from './routes.ts';

async function pageOf(route: Route): Promise<ComponentChildren> {
  switch (route.page) {
    case 'home': {
      const { HomePage } = await import('./home-page.tsx');
      return <HomePage />;
    }
    case 'runs': {
      const { RunsPage } = await import('./runs/runs-page.tsx');
      return <RunsPage />;
    }
    case 'run': {
      const { RunPage } = await import('./runs/run-page.tsx');
      return <RunPage id={route.id} />;
    }
    case 'approvals': {
      const { ApprovalsPage } = await import('./runs/approvals-page.tsx');
      return <ApprovalsPage />;
    }
    case 'designer': {
      const [{ DesignerPage }] = await Promise.all([import('./designer/designer-page.tsx'), designerStyle()]);
      return <DesignerPage bot={route.bot} />;
    }
    case 'chat': {
      const { ChatPage } = await import('./chat/chat-page.tsx');
      return <ChatPage bot={route.bot} />;
    }
    default: {
      const { screenOf } = await import('./designer/screens/page-of.tsx');
      return screenOf(route);
    }
  }
}

const root = document.getElementById('page') as HTMLElement;
const route = routeOf(location.pathname);
void pageOf(route).then((page) => render(page, root));
if (route.page !== 'home' && route.page !== 'chat') listenForPalette();
