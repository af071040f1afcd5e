import { expect, it } from 'vitest';
import { requestAccess } from '../../../../functions/use-cases/request-access.ts';
import { aConfiguration, aWorld, person } from '../../../support/world.ts';
import { describeOnDynamoDbLocal } from './engine.ts';

describeOnDynamoDbLocal('limits', (makeTable) => {
  it('of 20 requests of one person at once, as many are made as may be undecided, and the others hear why not', {
    timeout: 60_000,
  }, async () => {
    const table = await makeTable();
    const limits = { openGrants: 10, pendingRequests: 5, requestsPerHour: 30, widestSources: 10 };
    const world = aWorld(aConfiguration({ limits }));
    const request = requestAccess({ ...world.dependencies, store: table.store });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        request({
          caller: person('alice'),
          target: 'orders-db',
          durationMinutes: 30,
          reason: 'To read the stuck orders',
          source: `10.20.30.${index}`,
          callerAddress: null,
          ticket: null,
          startsAt: null,
          idempotency: null,
        }),
      ),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'REQUESTED')).toHaveLength(5);
    expect(outcomes.filter(({ outcome }) => outcome !== 'REQUESTED')).toEqual(
      Array(15).fill({
        outcome: 'RATE_LIMITED',
        detail: expect.stringContaining('5 of your requests for orders-db are undecided'),
      }),
    );
    const all = { sources: [{ by: 'requester', name: 'alice@example.com' }], where: {}, limit: 100 } as const;
    expect((await table.store.list(all)).items).toHaveLength(5);
    await table.close();
  });
});
