import { describe, expect, it } from 'vitest';
import { createApiHandler } from '../../functions/handlers/api/create-handler.ts';
import { anApiWorld } from './support/api-world.ts';
import { claimsOf, httpEvent, send } from './support/http-call.ts';

const brokenApi = () => {
  const world = anApiWorld();
  const store = {
    ...world.dependencies.store,
    registeredGroups: async () => {
      throw new Error('The table is away', { cause: new Error('ECONNREFUSED 10.0.0.1:443') });
    },
  };
  return { ...world, api: createApiHandler({ ...world.dependencies, store: store as never }) };
};

describe('what nobody expected', () => {
  it('is answered with an incident, logged with its cause, and the cause is not told', async () => {
    const { api, log } = brokenApi();
    const event = httpEvent({ method: 'GET', path: '/v1/grants', authorizer: claimsOf('alice') });
    const { status, json, text, headers } = await send(api, event);
    expect([status, headers['content-type']]).toEqual([500, 'application/problem+json']);
    expect(json).toMatchObject({ code: 'INTERNAL_ERROR', incident: 'gateway-1' });
    expect(text).not.toMatch(/table|ECONN|Error:/);
    expect(log.lines).toMatchObject([
      {
        code: 'CALL_FAILED',
        level: 'error',
        facts: {
          route: 'GET /v1/grants',
          requestId: 'gateway-1',
          error: {
            message: 'The table is away',
            cause: { message: expect.stringContaining('ECONNREFUSED') },
          },
        },
      },
    ]);
  });
});

describe('a call', () => {
  it('is one line in the log: which, how long, with what answer, and nothing of what was sent', async () => {
    const { as, log, afterSeconds, ask } = anApiWorld();
    const { id } = await ask();
    const waiting = as('alice').get(`/v1/requests/${id}?wait=2`);
    await afterSeconds(2);
    await waiting;
    await as('mallory').get(`/v1/requests/${id}`);
    expect(log.lines.map(({ facts }) => facts)).toEqual([
      { route: 'GET /v1/requests/{id}', requestId: 'gateway-1', milliseconds: 2_000, status: 200 },
      {
        route: 'GET /v1/requests/{id}',
        requestId: 'gateway-1',
        milliseconds: 0,
        status: 404,
        problem: 'NOT_FOUND',
      },
    ]);
  });
});
