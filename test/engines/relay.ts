import { connect, createServer, type NetConnectOpts, type Server } from 'node:net';

/** A server that passes each connection on, byte by byte. Either side's end ends the other. */
export const relayTo = (target: NetConnectOpts): Server =>
  createServer((incoming) => {
    const outgoing = connect(target);
    incoming.pipe(outgoing).pipe(incoming);
    incoming.on('error', () => outgoing.destroy()).on('close', () => outgoing.destroy());
    outgoing.on('error', () => incoming.destroy()).on('close', () => incoming.destroy());
  });

/** Resolves once something accepts connections there. */
export const accepted = async (target: NetConnectOpts, everyMilliseconds = 50): Promise<void> => {
  for (;;) {
    const isUp = await new Promise<boolean>((resolve) => {
      const probe = connect(target);
      probe.once('connect', () => resolve(true)).once('error', () => resolve(false));
      probe.once('connect', () => probe.destroy());
    });
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, everyMilliseconds));
  }
};
