/** One small application for all pages; each route is a page, loaded by the path. */
import { render } from 'preact';
import { ChatPage } from './chat/chat-page.tsx';
import { HomePage } from './home-page.tsx';
import { routeOf } from './routes.ts';

const root = document.getElementById('page') as HTMLElement;
const route = routeOf(location.pathname);
render(route.page === 'home' ? <HomePage /> : <ChatPage bot={route.bot} />, root);
