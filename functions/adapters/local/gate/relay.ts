import { connect, type Socket } from 'node:net';
import type { LocalAddress } from './settings.ts';

/** Carries bytes both ways between a client and the service behind the gate. Answers the service's end. */
export const relay = (client: Socket, service: LocalAddress): Socket => {
  const upstream = connect({ ...service, allowHalfOpen: true });
  client.pipe(upstream);
  upstream.pipe(client);
  endTogether(client, upstream);
  endTogether(upstream, client);
  return upstream;
};

/** One end's reset is the other's; what one end closed in good order, the other may still finish sending. */
const endTogether = (from: Socket, to: Socket): void => {
  from.on('error', () => to.resetAndDestroy());
  from.once('close', (failed: boolean) => {
    if (!failed) to.end();
  });
};
