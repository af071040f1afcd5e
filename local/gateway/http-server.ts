import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, gatewayAnswer, sendAnswer } from './answers.ts';
import { type IncomingCall, readCall } from './incoming-call.ts';
import { isOwnHost } from './own-host.ts';

/** Only this machine is served. */
const HOST = '127.0.0.1';

/** The machine does not give us the port of the API. */
export class ApiPortUnavailable extends Error {
  override readonly name = 'ApiPortUnavailable';
  constructor(port: number, cause: NodeJS.ErrnoException) {
    const why = cause.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be had (${cause.code})`;
    const other = port >= 1024 && port < 65_535 ? port + 1 : 8081;
    super(`Port ${port} on ${HOST} ${why}. Choose another: PORT=${other} npm start`, { cause });
  }
}

export type Respond = (call: IncomingCall) => Promise<Answer>;

/**
 * The one HTTP server. It takes its port at once, so that a port that is taken is known before any state is touched,
 * and answers nothing before it is told how.
 */
export class HttpServer {
  readonly #server: Server;
  readonly #respond = Promise.withResolvers<Respond>();

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  /** @param port 0 takes a free one @throws {ApiPortUnavailable} */
  static async listen(port: number): Promise<HttpServer> {
    const server = new HttpServer();
    server.#server.listen({ host: HOST, port });
    try {
      await once(server.#server, 'listening');
    } catch (error) {
      throw new ApiPortUnavailable(port, error as NodeJS.ErrnoException);
    }
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Such as `http://127.0.0.1:8080`. */
  get origin(): string {
    return `http://${HOST}:${this.port}`;
  }

  /** From now on calls are answered, those first that have waited. */
  answerWith(respond: Respond): void {
    this.#respond.resolve(respond);
  }

  /** Takes no more calls, and cuts those under way. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const respond = await this.#respond.promise;
    if (!isOwnHost(request.headers.host)) {
      sendAnswer(response, gatewayAnswer(403, 'Forbidden', { connection: 'close' }));
      return;
    }
    const call = await readCall(request);
    if (call === null) {
      sendAnswer(response, gatewayAnswer(413, 'Request Entity Too Large', { connection: 'close' }));
      return;
    }
    sendAnswer(response, await respond(call));
  }
}
