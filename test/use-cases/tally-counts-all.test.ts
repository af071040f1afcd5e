import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AccessRequest } from '../../functions/domain/access-request.ts';
import { HOUR, type Instant } from '../../functions/domain/instant.ts';
import type { Limits } from '../../functions/domain/limits.ts';
import { principalName } from '../../functions/domain/principal.ts';
import { historyBeside, historyOf } from '../../functions/domain/tally.ts';
import { activateGrant } from '../../functions/use-cases/activate-grant.ts';
import { cancelRequest } from '../../functions/use-cases/cancel-request.ts';
import { readTally } from '../../functions/use-cases/read-tally.ts';
import { requestAccess } from '../../functions/use-cases/request-access.ts';
import { reviewBreakGlass } from '../../functions/use-cases/review-afterwards.ts';
import { reviewRequest } from '../../functions/use-cases/review-request.ts';
import { revokeGrant } from '../../functions/use-cases/revoke-grant.ts';
import { policyByTicket } from '../support/policy-by-ticket.ts';
import { aConfiguration, aWorld, ORDERS, person } from '../support/world.ts';

const LIMITS: Limits = { openGrants: 3, pendingRequests: 3, requestsPerHour: 8, widestSources: 100 };
const MAILBOXES = { alice: ['alice', 'alice.of.orders'], dave: ['dave'] } as const;
const TARGETS = ['orders-db', 'other-db'] as const;
const EVERYBODY = Object.values(MAILBOXES).flat();
const PEOPLE = Object.keys(MAILBOXES) as (keyof typeof MAILBOXES)[];

const aLimitedWorld = () => {
  const named = EVERYBODY.map((name) => `${name}@example.com`);
  const target = { ...ORDERS, requesters: named, breakGlass: { requesters: named, maxMinutes: 15 } };
  const configuration = aConfiguration({
    limits: LIMITS,
    maxPendingPerRequester: 1_000,
    targets: TARGETS.map((name) => ({ ...target, name })),
    people: { alice: MAILBOXES.alice.map((name) => `${name}@example.com`) },
  });
  const world = aWorld(configuration);
  return { ...world, dependencies: { ...world.dependencies, policy: policyByTicket } };
};
type LimitedWorld = ReturnType<typeof aLimitedWorld>;

const nth = <Item>(items: readonly Item[], index: number): Item | undefined => items[index % items.length];
const inState = (all: readonly AccessRequest[], ...states: readonly string[]) =>
  all.filter(({ status, grant }) => states.includes(grant?.status ?? status));

const index = fc.nat(50);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('ASK' as const),
      by: fc.constantFrom(...EVERYBODY),
      target: fc.constantFrom('orders-db', 'orders-db', 'other-db'),
      ticket: fc.constantFrom('manual', 'automatic', 'denied', 'emergency'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('APPROVE', 'REJECT', 'CANCEL', 'ACTIVATE', 'ACTIVATE', 'REVOKE', 'LOOK_AT'),
      which: index,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('WAIT' as const), minutes: fc.integer({ min: 1, max: 200 }) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Made> ? Made : never;

const every = async ({ store }: LimitedWorld): Promise<readonly AccessRequest[]> => {
  const found: AccessRequest[] = [];
  for (const name of TARGETS) {
    const { items, next } = await store.list({ sources: [{ by: 'target', name }], where: {}, limit: 100 });
    expect(next).toBeNull();
    found.push(...items);
  }
  return found;
};

const take = async (world: LimitedWorld, made: Step, count: number): Promise<void> => {
  const { dependencies, clock } = world;
  if ('minutes' in made) {
    await world.afterMinutes(made.minutes);
    await world.tick();
    for (const { id, grant } of inState(await every(world), 'ACTIVE')) {
      if (grant?.status === 'ACTIVE' && grant.expiresAt <= clock.now()) await world.end(id);
    }
    await world.sweep();
    return;
  }
  if ('ticket' in made) {
    await requestAccess(dependencies)({
      caller: person(made.by),
      target: made.target,
      durationMinutes: 15,
      reason: 'To read the stuck orders',
      source: `10.20.30.${count}`,
      callerAddress: null,
      ticket: made.ticket,
      startsAt: null,
      breakGlass: made.ticket === 'emergency',
      idempotency: null,
    });
    return;
  }
  const all = await every(world);
  const [pending, scheduled] = [inState(all, 'PENDING'), inState(all, 'SCHEDULED')];
  const of = (requests: readonly AccessRequest[]) => nth(requests, made.which);
  const review = { caller: person('bob'), comment: null, durationMinutes: null } as const;
  const given = async (found: AccessRequest | undefined, act: (request: AccessRequest) => Promise<unknown>) =>
    found && (await act(found));
  switch (made.do) {
    case 'APPROVE':
    case 'REJECT': {
      const decision = made.do;
      await given(of(pending), ({ id }) => reviewRequest(dependencies)({ ...review, id, decision }));
      return;
    }
    case 'CANCEL':
      await given(of(pending), ({ id, requester }) => cancelRequest(dependencies)({ caller: requester, id }));
      return;
    case 'ACTIVATE':
      await given(of(scheduled), ({ id }) => activateGrant(dependencies)({ requestId: id }));
      return;
    case 'REVOKE':
      await given(of(inState(all, 'ACTIVE', 'SCHEDULED')), ({ id, requester }) =>
        revokeGrant(dependencies)({ caller: requester, id }),
      );
      await world.converge();
      return;
    case 'LOOK_AT':
      await given(of(all.filter(({ breakGlass }) => breakGlass)), ({ id }) =>
        reviewBreakGlass(dependencies)({ ...review, id, decision: 'APPROVE' }),
      );
  }
};

const ENDED = ['EXPIRED', 'REVOKED', 'FAILED'];
const isGranted = ({ grant }: AccessRequest): boolean => grant !== null && !ENDED.includes(grant.status);
const wasOpen = ({ grant }: AccessRequest): boolean =>
  typeof (grant as { activatedAt?: unknown })?.activatedAt === 'number';
const idsOf = (requests: readonly AccessRequest[]) => requests.map(({ id }) => id).sort();
const lately = (moments: readonly Instant[], now: Instant) => moments.filter((at) => at > now - HOUR).sort();

/** Counts all requests there are, and compares. */
const compare = async (world: LimitedWorld): Promise<void> => {
  const [all, now] = [await every(world), world.clock.now()];
  for (const name of PEOPLE) {
    const own = MAILBOXES[name].map((mailbox) => `${mailbox}@example.com`) as string[];
    for (const target of TARGETS) {
      const mine = all.filter((it) => it.target === target && own.includes(principalName(it.requester)));
      const { tally, known } = await readTally(world.dependencies, { requester: person(name), target });
      const history = historyOf(tally, known);
      expect(idsOf(history.openGrants)).toEqual(idsOf(mine.filter(isGranted)));
      expect(idsOf(history.pending)).toEqual(idsOf(mine.filter(({ status }) => status === 'PENDING')));
      expect(lately(history.askedAt, now)).toEqual(
        lately(
          mine.map(({ requestedAt }) => requestedAt),
          now,
        ),
      );
      expect(history.hadBefore).toBe(mine.some(wasOpen));
      for (const request of inState(mine, 'SCHEDULED')) {
        const others = mine.filter(({ id }) => id !== request.id);
        // Ids rise with time, as they do within a moment.
        expect(historyBeside(request, tally, known)).toEqual({
          hadBefore: others.some(wasOpen),
          openGrants: others.filter(
            (other) => isGranted(other) && (other.grant?.status !== 'SCHEDULED' || other.id < request.id),
          ).length,
        });
      }
      // And the emergencies of a week, of which there may be four in a day.
      expect(tally.requestIds.length).toBeLessThanOrEqual(LIMITS.openGrants + LIMITS.pendingRequests + 30);
      expect(tally.askedAt.length).toBeLessThanOrEqual(LIMITS.requestsPerHour);
      expect(history.pending.length).toBeLessThanOrEqual(LIMITS.pendingRequests);
    }
  }
};

it('whatever is asked, decided, opened and ended, a tally says what counting all requests says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const world = aLimitedWorld();
      for (const [count, made] of steps.entries()) {
        await take(world, made, count);
        await compare(world);
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);
