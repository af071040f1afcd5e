import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the range from which systems take ports for outgoing connections and for those that ask for any, so that a
 * port that was found free is taken by nobody before it is used, or between two openings. Processes start looking at
 * places of their own.
 */
const FIRST = 20_000;
const COUNT = 10_000;

let next = (process.pid * 101) % COUNT;

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer();
  server.listen({ host: '127.0.0.1', port });
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
};

/** A port of 127.0.0.1 that nobody listens on. */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < COUNT; tries += 1) {
    next = (next + 1) % COUNT;
    if (await isFree(FIRST + next)) return FIRST + next;
  }
  throw new Error('This machine has no free port');
};
