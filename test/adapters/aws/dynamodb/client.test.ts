import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dynamoDbDocumentClient } from '../../../../functions/adapters/aws/dynamodb/client.ts';

describe('a client', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('waits three seconds for an answer, and no longer', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const client = dynamoDbDocumentClient({ endpoint: `http://127.0.0.1:${port}`, maxAttempts: 1 });

    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let outcome = 'waiting';
    const answer = client
      .send(new GetCommand({ TableName: 'table', Key: { pk: 'a', sk: 'b' } }))
      .catch((error: Error) => {
        outcome = error.name;
      });
    await once(silent, 'request');
    await vi.advanceTimersByTimeAsync(2_999);
    expect(outcome).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1);
    await answer;
    expect(outcome).toBe('TimeoutError');
    silent.closeAllConnections();
    silent.close();
  });
});
