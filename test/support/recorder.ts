/** A web service that remembers every request it got: what the world saw. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
  readonly method: string;
  readonly path: string;
  /** `Idempotency-Key`, where one was sent. */
  readonly key: string | undefined;
  readonly body: string;
}

/** How a request is answered badly: after a while, or not to the end. */
export interface Trouble {
  readonly waitMs?: number;
  readonly breaks?: boolean;
}

export class Recorder {
  readonly requests: Recorded[] = [];
  /** Asked for each request. */
  trouble: () => Trouble = () => ({});
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Recorder> {
    const recorder: Recorder = new Recorder(
      createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk) => chunks.push(chunk));
        request.on('end', () => {
          const key = request.headers['idempotency-key'];
          recorder.requests.push({
            method: request.method ?? '',
            path: request.url ?? '',
            key: Array.isArray(key) ? key[0] : key,
            body: Buffer.concat(chunks).toString(),
          });
          const { waitMs = 0, breaks = false } = recorder.trouble();
          const answer = () => {
            if (breaks) return request.socket.destroy();
            response.setHeader('content-type', 'application/json');
            return response.end(JSON.stringify({ count: recorder.requests.length }));
          };
          if (waitMs > 0) setTimeout(answer, waitMs);
          else answer();
        });
      }),
    );
    await new Promise<void>((resolve) => recorder.#server.listen(0, '127.0.0.1', resolve));
    return recorder;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Key → how often a request of that method came with it. */
  counts(method: string): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { method: got, key } of this.requests) if (got === method && key) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
