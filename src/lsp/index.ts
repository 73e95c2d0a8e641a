export { serveLanguage } from './server.ts';
