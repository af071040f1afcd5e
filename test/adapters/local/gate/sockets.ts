import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** Different ports of 127.0.0.1 that are free now. */
export const freePorts = async (count: number): Promise<readonly number[]> => {
  const servers = Array.from({ length: count }, () => createServer().listen({ host: '127.0.0.1', port: 0 }));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) server.close();
  await Promise.all(servers.map((server) => once(server, 'close')));
  return ports;
};

/** A TCP client that reads lines. */
export interface LineClient {
  readonly socket: Socket;
  /** The next line; throws where the connection ends before it. */
  next(): Promise<string>;
  /** Sends a line and answers the next one. */
  ask(line: string): Promise<string>;
}

/** Throws with the system's code: ECONNREFUSED where nothing listens. */
export const lineClient = async (port: number, from = '127.0.0.1'): Promise<LineClient> => {
  const socket = connect({ host: '127.0.0.1', port, localAddress: from });
  const ended = new Promise<never>((_, reject) => {
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('CLOSED')));
  });
  ended.catch(() => undefined);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  await Promise.race([once(socket, 'connect'), ended]);
  const next = async (): Promise<string> => {
    const { done, value } = await Promise.race([lines.next(), ended]);
    if (done) throw new Error('ENDED');
    return value;
  };
  return {
    socket,
    next,
    ask: (line) => {
      socket.write(`${line}\n`);
      return next();
    },
  };
};

/** What a client sees that connects and waits to be greeted: the greeting, or the system's error code. */
export const knock = async (port: number, from?: string): Promise<string> => {
  try {
    const client = await lineClient(port, from);
    const greeting = await client.next();
    client.socket.destroy();
    return greeting;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};
