import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { putAnswer } from '../../../functions/runtime/cloudformation/put-answer.ts';

/** Answers with one status after the other, the last one for good. */
const listening = async (...statuses: readonly number[]) => {
  const taken: { request: IncomingMessage; body: string }[] = [];
  const server = createServer(async (request, response) => {
    taken.push({ request, body: await text(request) });
    response.writeHead(statuses[Math.min(taken.length, statuses.length) - 1] ?? 200).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, taken, url: `http://127.0.0.1:${port}/answer?signature=secret` };
};

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  if (server) await new Promise((resolve) => server?.close(resolve));
  server = undefined;
});

describe('an answer to CloudFormation', () => {
  it('is put as it is, without a content type, which is not in the signature', async () => {
    const there = await listening(200);
    server = there.server;
    await putAnswer(there.url, '{"Status":"SUCCESS"}');
    expect(there.taken.map(({ body }) => body)).toEqual(['{"Status":"SUCCESS"}']);
    expect(there.taken[0]?.request.method).toBe('PUT');
    expect(there.taken[0]?.request.headers).not.toHaveProperty('content-type');
  });

  it('is put again when it was not taken', async () => {
    const there = await listening(503, 200);
    server = there.server;
    await putAnswer(there.url, '{}');
    expect(there.taken).toHaveLength(2);
  });

  it('is given up after three tries, without a word of the address', async () => {
    const there = await listening(403);
    server = there.server;
    const failed = await putAnswer(there.url, '{}').catch((error: unknown) => error as Error);
    expect(failed).toMatchObject({ message: 'CloudFormation did not take the answer', cause: 'HTTP 403' });
    expect(there.taken).toHaveLength(3);
  });
});
