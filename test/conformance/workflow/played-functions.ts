import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface PlayedFunctions extends AsyncDisposable {
  readonly url: string;
  /** From now on calls of functions whose ARN starts so are answered by this. */
  play(arnPrefix: string, answer: (payload: unknown) => unknown): void;
}

const INVOCATION = /^\/2015-03-31\/functions\/(?<name>[^/]+)\/invocations$/;

/**
 * The call `Invoke` of Lambda, on 127.0.0.1, for an engine of workflows that calls functions of ours
 * (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html). What throws is answered as Lambda does it.
 */
export const playFunctions = async (): Promise<PlayedFunctions> => {
  const played = new Map<string, (payload: unknown) => unknown>();
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(INVOCATION.exec(request.url ?? '')?.groups?.name ?? '');
    const [, answer] = [...played].find(([prefix]) => name.startsWith(prefix)) ?? [];
    if (answer === undefined) return void response.writeHead(404).end();
    try {
      const returned = JSON.stringify(answer(JSON.parse(await text(request))) ?? null);
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(returned);
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      response
        .writeHead(200, { 'Content-Type': 'application/json', 'X-Amz-Function-Error': 'Unhandled' })
        .end(JSON.stringify({ errorType, errorMessage, trace: [] }));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    play: (arnPrefix, answer) => void played.set(arnPrefix, answer),
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
