import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { takesAnswers } from '../../../functions/runtime/cloudformation/answer-address.ts';
import { answerBy } from '../../../functions/runtime/cloudformation/put-answer.ts';

/** Of a function that an emulator runs. */
const EMULATED = { AWS_ENDPOINT_URL: 'https://127.0.0.1:4566' };
const putAnswer = answerBy(EMULATED);

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

describe('the address of an answer', () => {
  it.each([
    'https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/a?signature=secret',
    'https://cloudformation-custom-resource-response-eucentral1.s3.eu-central-1.amazonaws.com/a',
    'https://cloudformation-custom-resource-response-cnnorth1.s3.cn-north-1.amazonaws.com.cn/a',
  ])('is one of AWS: %s', (address) => {
    expect(takesAnswers(address, {})).toBe(true);
  });

  it.each([
    'http://bucket.s3.amazonaws.com/a',
    'https://example.com/a',
    'https://amazonaws.com.example.com/a',
    'https://notamazonaws.com/a',
    'https://s3.amazonaws.com@example.com/a',
    'https://example.com/.amazonaws.com',
    'https://169.254.169.254/a',
    'https://127.0.0.1/a',
    'nowhere',
  ])('is none other: %s', (address) => {
    expect(takesAnswers(address, {})).toBe(false);
  });

  it('is on this machine only where an emulator stands in for AWS', () => {
    expect(takesAnswers('https://127.0.0.1:4566/a', EMULATED)).toBe(true);
    expect(takesAnswers('https://example.com/a', EMULATED)).toBe(false);
  });

  it('is not written to, and not told, where it is another one', async () => {
    const there = await listening(200);
    server = there.server;
    const failed = await answerBy({})(there.url, '{}').catch((error: unknown) => String(error));
    expect(failed).toBe('Error: The answer would not go to CloudFormation');
    expect(there.taken).toEqual([]);
  });
});
