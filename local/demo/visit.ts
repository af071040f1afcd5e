import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { SECOND } from '../../functions/domain/instant.ts';

const PATIENCE = 3 * SECOND;

/** What a TCP client meets at a port. */
export type Visit =
  | { readonly met: 'REFUSED' }
  /** The first line that the service behind says. */
  | { readonly met: 'GREETED'; readonly greeting: string };

const reaching = async (port: number): Promise<Socket | null> => {
  const socket = connect({ host: '127.0.0.1', port, timeout: PATIENCE });
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    socket.destroy();
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return null;
    throw error;
  }
};

const nextLine = async (socket: Socket): Promise<string> => {
  const [data] = await once(socket, 'data', { signal: AbortSignal.timeout(PATIENCE) });
  return String(data).trim();
};

/** Connects, reads one line, and goes. */
export const visit = async (port: number): Promise<Visit> => {
  const socket = await reaching(port);
  if (socket === null) return { met: 'REFUSED' };
  try {
    return { met: 'GREETED', greeting: await nextLine(socket) };
  } finally {
    socket.destroy();
  }
};

/** A client that stays connected. */
export interface Guest {
  /** Says a line, and answers what comes back. */
  says(line: string): Promise<string>;
  leave(): void;
}

/** Throws where the port is shut. */
export const stay = async (port: number): Promise<Guest> => {
  const socket = await reaching(port);
  if (socket === null) throw new Error(`Nothing listens on port ${port}`);
  await nextLine(socket);
  return {
    says: async (line) => {
      socket.write(`${line}\n`);
      return await nextLine(socket);
    },
    leave: () => socket.destroy(),
  };
};
