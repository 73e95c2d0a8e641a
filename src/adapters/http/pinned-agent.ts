/** One connection to one checked address; tells whether it ever opened, which is where `not-sent` ends. */
import { Agent, buildConnector } from 'undici';
import { isLiteral, isSameAddress } from './address-guard.ts';

export interface Connection {
  open: boolean;
}

export interface ConnectTerms {
  readonly connectMs: number;
  /** Authorities to trust instead of the usual ones, as PEM. */
  readonly ca?: string;
}

/** Connects to the address the guard saw, whatever the name says by now; TLS still proves the name. */
export function pinnedAgent(host: string, address: string, connection: Connection, { connectMs, ca }: ConnectTerms): Agent {
  const connect = buildConnector({ timeout: connectMs, ...(ca !== undefined && { ca }) });
  return new Agent({
    connect: (options, callback) =>
      connect({ ...options, hostname: address, servername: isLiteral(host) ? options.servername : host }, (error, socket) => {
        if (error) return callback(error, null);
        if (!isSameAddress(socket.remoteAddress, address)) {
          socket.destroy();
          return callback(new Error(`connected to ${socket.remoteAddress} instead of ${address}`), null);
        }
        connection.open = true;
        callback(null, socket);
      }),
  });
}
