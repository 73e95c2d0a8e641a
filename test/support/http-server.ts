/** A real HTTP server on loopback that a test scripts; it keeps what it was asked. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
export interface HttpServer {
  readonly url: string;
  /** `127.0.0.1:port`, as a grant is written. */
  readonly place: string;
  readonly port: number;
  readonly received: Received[];
  close(): Promise<void>;
}
export type Respond = (received: Received, response: ServerResponse) => unknown;

export async function startHttpServer(respond: Respond, create: (listener: RequestListener) => Server = createServer): Promise<HttpServer> {
  const received: Received[] = [];
  const server = create(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const entry = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
    received.push(entry);
    await respond(entry, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    place: `127.0.0.1:${port}`,
    port,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = await startHttpServer(() => {});
  await server.close();
  return server.port;
}
