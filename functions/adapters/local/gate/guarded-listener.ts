import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { relay } from './relay.ts';
import type { GuardedPort, LocalAddress } from './settings.ts';

/** The machine would not let the gate listen. */
export class PortUnavailable extends Error {
  override readonly name = 'PortUnavailable';
  readonly address: LocalAddress;
  constructor(address: LocalAddress, cause: unknown) {
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    const why = taken ? 'is taken by another program' : `cannot be listened on (${String(cause)})`;
    super(`Port ${address.port} on ${address.host} ${why}; the gate needs it`, { cause });
    this.address = address;
  }
}

/**
 * The socket of one guarded port. It listens only while it is open, so that a closed port refuses at once; EC2 would drop
 * the packets, and the client would time out.
 */
export class GuardedListener {
  readonly guarded: GuardedPort;
  readonly #admits: (remoteAddress: string) => boolean;
  readonly #connections = new Map<Socket, Socket>();
  #server: Server | undefined;

  constructor(guarded: GuardedPort, admits: (remoteAddress: string) => boolean) {
    this.guarded = guarded;
    this.#admits = admits;
  }

  get isOpen(): boolean {
    return this.#server !== undefined;
  }

  /** Connections that were let in and have not ended. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Resolves once it listens. Throws {@link PortUnavailable}. */
  async open(): Promise<void> {
    if (this.#server) return;
    const { listen } = this.guarded;
    const server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
    server.listen({ host: listen.host, port: listen.port });
    try {
      await once(server, 'listening');
    } catch (error) {
      throw new PortUnavailable(listen, error);
    }
    this.#server = server;
  }

  /**
   * Nobody new gets in once this has returned: the system closes the listening socket within the call. Established
   * connections live on, as they do on EC2 when a rule is removed
   * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html).
   */
  close(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  /** Stops listening and cuts every connection: the machine goes away, not the rule. */
  destroy(): void {
    this.close();
    for (const [client, upstream] of this.#connections) {
      client.destroy();
      upstream.destroy();
    }
  }

  #accept(client: Socket): void {
    if (client.remoteAddress === undefined || !this.#admits(client.remoteAddress)) {
      client.resetAndDestroy();
      return;
    }
    this.#connections.set(client, relay(client, this.guarded.forward));
    client.once('close', () => this.#connections.delete(client));
  }
}
