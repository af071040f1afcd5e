import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { LocalAddress } from './settings.ts';

export const GREETING = 'demo-db: hello from behind the gate';

export interface DemoService {
  readonly address: LocalAddress;
  /** Cuts its connections. */
  close(): Promise<void>;
}

/** A stand-in for an internal database: says {@link GREETING} and then repeats each line that it gets. */
export const startDemoService = async (): Promise<DemoService> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that goes away in the middle is not the service's trouble.
    socket.on('error', () => undefined);
    socket.write(`${GREETING}\n`);
    createInterface({ input: socket }).on('line', (line) => socket.write(`${line}\n`));
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
