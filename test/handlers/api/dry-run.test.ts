import { describe, expect, it } from 'vitest';
import { CONTRACT } from '../../../functions/handlers/api/contract.ts';
import { ASK, anApiWorld } from '../support/api-world.ts';

const DRY = '/v1/requests?dryRun=true';

describe('asking what would become of a request', () => {
  it('answers 200 with the decision, and writes nothing', async () => {
    const { as, writes, started } = anApiWorld();
    const { status, json, headers } = await as('alice').post(DRY, ASK, { 'idempotency-key': 'abc' });
    expect(status).toBe(200);
    expect(headers.location).toBeUndefined();
    expect(json).toEqual({
      target: 'orders-db',
      durationMinutes: 30,
      longestMinutes: 30,
      source: '10.20.30.40/32',
      approvals: { required: 1 },
      policy: {
        outcome: 'manual',
        version: 'sha256:test',
        determinedBy: ['targets.orders-db.requesters'],
        reasons: [],
      },
    });
    expect(CONTRACT.requestAccess.foreseen.safeParse(json).success).toBe(true);
    expect(writes).toEqual([]);
    expect(started).toEqual([]);
  });

  it('is refused as the request would be, a denial without a trace', async () => {
    const { as, writes } = anApiWorld();
    const denied = await as('mallory').post(DRY, ASK);
    expect(denied).toMatchObject({ status: 403, json: { code: 'DENIED_BY_POLICY' } });
    expect(await as('alice').post(DRY, { ...ASK, durationMinutes: 121 })).toMatchObject({ status: 422 });
    expect(writes).toEqual([]);
    expect((await as('mallory').post('/v1/requests', ASK)).json).toEqual(denied.json);
  });

  it('makes the request where dryRun is false', async () => {
    const { as } = anApiWorld();
    expect((await as('alice').post('/v1/requests?dryRun=false', ASK)).status).toBe(201);
  });

  it.each(['dryRun=yes', 'dryRun', 'dryrun=true', 'dryRun=true&dryRun=false'])(
    'makes nothing of %s',
    async (query) => {
      const { as, writes } = anApiWorld();
      expect(await as('alice').post(`/v1/requests?${query}`, ASK)).toMatchObject({ status: 400 });
      expect(writes).toEqual([]);
    },
  );
});
