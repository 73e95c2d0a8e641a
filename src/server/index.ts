export { openApiDocument } from './api.ts';
export { createServer, type Server, SHORTEST_TOKEN } from './create-server.ts';
export * from './parts.ts';
