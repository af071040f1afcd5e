import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../functions/domain/configuration.ts';
import { DAY } from '../../functions/domain/instant.ts';
import type { Limits } from '../../functions/domain/limits.ts';
import { activateGrant } from '../../functions/use-cases/activate-grant.ts';
import { cancelRequest } from '../../functions/use-cases/cancel-request.ts';
import { foreseeRequest } from '../../functions/use-cases/foresee-request.ts';
import { type RequestAccessCommand, requestAccess } from '../../functions/use-cases/request-access.ts';
import { watchedStore } from '../handlers/support/watched-store.ts';
import { policyByTicket } from '../support/policy-by-ticket.ts';
import { aConfiguration, aWorld, ORDERS, person } from '../support/world.ts';

const WIDE: Limits = { openGrants: 90, pendingRequests: 90, requestsPerHour: 1_000, widestSources: 100 };
const OTHER_MAILBOX = person('alice.of.orders');

/** What limits there are is for each test to say; alice has two mailboxes. */
const aLimitedWorld = (limits: Partial<Limits>, overrides: Partial<Configuration> = {}) => {
  const world = aWorld(
    aConfiguration({
      limits: { ...WIDE, ...limits },
      maxPendingPerRequester: 1_000,
      targets: [
        { ...ORDERS, requesters: ['alice@example.com', 'alice.of.orders@example.com', 'dave@example.com'] },
      ],
      people: { alice: ['alice@example.com', 'alice.of.orders@example.com'] },
      ...overrides,
    }),
  );
  const dependencies = { ...world.dependencies, policy: policyByTicket };
  const request = (ticket: string, index = 0, more: Partial<RequestAccessCommand> = {}) =>
    requestAccess(dependencies)({
      caller: person('alice'),
      target: 'orders-db',
      durationMinutes: 30,
      reason: 'To read the stuck orders',
      source: `10.20.${Math.floor(index / 250)}.${index % 250}`,
      callerAddress: null,
      ticket,
      startsAt: null,
      idempotency: null,
      ...more,
    });
  return {
    ...world,
    dependencies,
    request,
    requested: async (...given: Parameters<typeof request>) => {
      const outcome = await request(...given);
      if (outcome.outcome !== 'REQUESTED') throw new Error(`Not requested: ${JSON.stringify(outcome)}`);
      return outcome.request;
    },
    open: (requestId: string) => activateGrant(dependencies)({ requestId }),
    tally: () => world.store.readTally('orders-db', 'person:alice'),
    onRecord: async () =>
      (await world.store.audit({ from: 0, to: world.clock.now() + DAY, limit: 100 })).items.length,
  };
};

const TWENTY = Array.from({ length: 20 }, (_, index) => index);

describe('of 20 requests of one person at once', () => {
  it.each([
    ['open grants', 'automatic', { openGrants: 3 }, 3, '3 open grants for orders-db'],
    [
      'undecided requests',
      'manual',
      { pendingRequests: 4 },
      4,
      '4 of your requests for orders-db are undecided',
    ],
    ['requests per hour', 'manual', { requestsPerHour: 7 }, 7, '7 times within an hour'],
  ])(
    'as many are made as %s may be, by whichever mailbox, and the others hear why not',
    async (_, ticket, limits, made, reason) => {
      const world = aLimitedWorld(limits);
      const outcomes = await Promise.all(
        TWENTY.map((index) => world.request(ticket, index, index % 2 === 0 ? {} : { caller: OTHER_MAILBOX })),
      );
      expect(outcomes.filter(({ outcome }) => outcome === 'REQUESTED')).toHaveLength(made);
      const refused = outcomes.filter(({ outcome }) => outcome !== 'REQUESTED');
      expect(refused).toEqual(
        Array(20 - made).fill({ outcome: 'RATE_LIMITED', detail: expect.stringContaining(reason) }),
      );
      expect(await world.onRecord()).toBe(made);
      expect((await world.tally()).requestIds).toHaveLength(made);
    },
  );

  it('as many are made as may be wide together', async () => {
    const world = aLimitedWorld({ widestSources: 2 });
    const outcomes = await Promise.all(
      TWENTY.map((index) => world.request('automatic', 0, { source: `10.20.${index}.0/24` })),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'REQUESTED')).toHaveLength(2);
    expect(outcomes.filter(({ outcome }) => outcome === 'RATE_LIMITED')).toHaveLength(18);
  });

  it('as many denials are on record as one may ask in an hour', async () => {
    const world = aLimitedWorld({ requestsPerHour: 7 });
    const outcomes = await Promise.all(TWENTY.map((index) => world.request('denied', index)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(20).fill('DENIED_BY_POLICY'));
    expect(await world.onRecord()).toBe(7);
    expect((await world.tally()).requestIds).toEqual([]);
    expect(await world.request('manual')).toMatchObject({ outcome: 'RATE_LIMITED' });
  });

  it('all are made where nothing limits them', async () => {
    const world = aLimitedWorld({});
    const outcomes = await Promise.all(TWENTY.map((index) => world.request('manual', index)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(20).fill('REQUESTED'));
  });

  it('one is made where all have the same key, and all are told of it, though it takes the last place', async () => {
    const world = aLimitedWorld({ pendingRequests: 1 });
    const idempotency = { key: 'sha256:key', bodyHash: 'sha256:body' };
    const outcomes = await Promise.all(TWENTY.map(() => world.request('manual', 0, { idempotency })));
    const ids = outcomes.map((outcome) => ('request' in outcome ? outcome.request.id : outcome));
    expect(new Set(ids).size).toBe(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'REQUESTED')).toHaveLength(1);
  });

  it('a repeated one that was looked up too early is told of the first, and not of the limit that this reached', async () => {
    const world = aLimitedWorld({ pendingRequests: 1 });
    const idempotency = { key: 'sha256:key', bodyHash: 'sha256:body' };
    const { id } = await world.requested('manual', 0, { idempotency });
    const readIdempotency = world.store.readIdempotency.bind(world.store);
    world.store.readIdempotency = async () => {
      world.store.readIdempotency = readIdempotency;
      return undefined;
    };
    expect(await world.request('manual', 0, { idempotency })).toMatchObject({
      outcome: 'REPEATED',
      request: { id },
    });
  });
});

it('of more at once than can all be weighed anew, the last are told to wait, and what was made is counted', async () => {
  const world = aLimitedWorld({});
  const outcomes = await Promise.all(
    Array.from({ length: 60 }, (_, index) => world.request('manual', index)),
  );
  const made = outcomes.flatMap((outcome) => (outcome.outcome === 'REQUESTED' ? [outcome.request.id] : []));
  expect(made.length).toBeGreaterThanOrEqual(40);
  expect(outcomes.filter(({ outcome }) => outcome !== 'REQUESTED')).toEqual(
    Array(60 - made.length).fill({
      outcome: 'RATE_LIMITED',
      detail: 'Many requests of yours for orders-db arrive at once: wait.',
    }),
  );
  expect([...(await world.tally()).requestIds].sort()).toEqual(made.sort());
});

describe('limits', () => {
  it('forget nothing that is open or undecided behind a hundred denied requests', async () => {
    const world = aLimitedWorld({ openGrants: 2, pendingRequests: 2 });
    const { id } = await world.requested('automatic', 1);
    await world.open(id);
    await world.requested('manual', 2, { caller: OTHER_MAILBOX });
    for (let count = 0; count < 120; count += 1) {
      expect(await world.request('denied', 3)).toMatchObject({ outcome: 'DENIED_BY_POLICY' });
    }
    expect((await world.tally()).askedAt).toHaveLength(122);
    await world.requested('manual', 4);
    expect(await world.request('manual', 5)).toMatchObject({
      detail: expect.stringContaining('2 of your requests for orders-db are undecided'),
    });
    const [first] = (await world.tally()).requestIds.slice(1);
    await cancelRequest(world.dependencies)({ caller: OTHER_MAILBOX, id: first ?? '' });
    await world.requested('automatic', 6);
    expect(await world.request('automatic', 7)).toMatchObject({
      detail: expect.stringContaining('2 open grants for orders-db'),
    });
  });

  it('count a person’s other mailbox as theirs, and nobody else’s', async () => {
    const world = aLimitedWorld({ pendingRequests: 1 });
    await world.requested('manual', 1);
    expect(await world.request('manual', 2, { caller: OTHER_MAILBOX })).toMatchObject({
      outcome: 'RATE_LIMITED',
    });
    expect(await world.request('manual', 3, { caller: person('dave') })).toMatchObject({
      outcome: 'REQUESTED',
    });
  });

  it('are counted where no list is looked at', async () => {
    const world = aLimitedWorld({ openGrants: 1 });
    world.store.list = async () => ({ items: [], next: null });
    const { id } = await world.requested('automatic', 1);
    expect(await world.request('automatic', 2)).toMatchObject({ outcome: 'RATE_LIMITED' });
    await world.open(id);
    expect(await world.request('automatic', 2)).toMatchObject({ outcome: 'RATE_LIMITED' });
    await world.revoke(id);
    await world.converge();
    await world.afterMinutes(20);
    await world.sweep();
    expect(await world.grantStatus(id)).toBe('REVOKED');
    expect(await world.request('automatic', 2)).toMatchObject({ outcome: 'REQUESTED' });
  });

  it('are weighed by a dry run, which writes nothing', async () => {
    const world = aLimitedWorld({ pendingRequests: 1 });
    const { store, writes } = watchedStore(world.store);
    const foresee = foreseeRequest({ ...world.dependencies, policy: policyByTicket, store });
    const ask = {
      caller: person('alice'),
      target: 'orders-db',
      durationMinutes: 30,
      reason: 'To read the stuck orders',
      source: '10.20.30.40',
      callerAddress: null,
      startsAt: null,
    };
    expect(await foresee({ ...ask, ticket: 'manual' })).toMatchObject({ outcome: 'FORESEEN' });
    expect(await foresee({ ...ask, ticket: 'denied' })).toMatchObject({ outcome: 'DENIED_BY_POLICY' });
    await world.requested('manual', 1);
    expect(await foresee({ ...ask, ticket: 'manual' })).toMatchObject({ outcome: 'RATE_LIMITED' });
    expect(writes).toEqual([]);
    expect((await world.tally()).version).toBe(1);
  });
});
