import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../functions/domain/configuration.ts';
import { DAY, HOUR, MINUTE } from '../../functions/domain/instant.ts';
import { activateGrant } from '../../functions/use-cases/activate-grant.ts';
import { foreseeRequest } from '../../functions/use-cases/foresee-request.ts';
import { requestAccess } from '../../functions/use-cases/request-access.ts';
import type { Ask } from '../../functions/use-cases/weigh-request.ts';
import { policyOf } from '../policy/support/ask.ts';
import { aConfiguration, aWorld, person } from '../support/world.ts';

const POLICIES = `
@id("ask") permit (principal, action == Postern::Action::"request", resource);
@id("open") @maxMinutes("30") permit (principal, action == Postern::Action::"autoApprove", resource)
  when { context has ticket };
@id("weekend") @approvals("2") permit (principal, action == Postern::Action::"request", resource)
  when { context.weekday == Postern::Weekday::"saturday" };
@id("not-at-weekends") forbid (principal, action == Postern::Action::"autoApprove", resource)
  when { context.weekday == Postern::Weekday::"saturday" };
@id("not-dave") @reason("Dave's contract has ended.") forbid (principal, action, resource)
  when { principal is Postern::Person && principal.email == "dave@example.com" };
@id("one-at-a-time") @reason("One at a time.") forbid (principal, action == Postern::Action::"deny", resource)
  when { context.openGrants > 0 };
`;

/** A world on a Monday whose policies are Cedar's. */
const aCedarWorld = (overrides: Partial<Configuration> = {}) => {
  const configuration = aConfiguration(overrides);
  const world = aWorld(configuration);
  const dependencies = { ...world.dependencies, policy: policyOf(POLICIES, configuration) };
  const ask = (given: Partial<Ask> = {}): Ask => ({
    caller: person('alice'),
    target: 'orders-db',
    durationMinutes: 30,
    reason: 'To read the stuck orders',
    source: '10.20.30.40',
    callerAddress: null,
    ticket: 'OPS-1',
    startsAt: null,
    ...given,
  });
  return {
    ...world,
    request: (given: Partial<Ask> = {}) => requestAccess(dependencies)({ ...ask(given), idempotency: null }),
    foresee: (given: Partial<Ask> = {}) => foreseeRequest(dependencies)(ask(given)),
    open: (requestId: string) => activateGrant(dependencies)({ requestId }),
    everything: async () =>
      (await world.store.audit({ from: 0, to: world.clock.now() + DAY, limit: 100 })).items,
  };
};

const saturday = (world: ReturnType<typeof aCedarWorld>) => {
  const now = world.clock.now();
  return now + ((6 - new Date(now).getUTCDay() + 7) % 7) * DAY;
};

describe('a request that a policy approves', () => {
  it('is approved at once and opens, without anybody being asked', async () => {
    const world = aCedarWorld();
    const asked = await world.request();
    expect(asked).toMatchObject({
      outcome: 'REQUESTED',
      request: {
        status: 'APPROVED',
        grant: { minutes: 30 },
        policy: { outcome: 'automatic', determinedBy: ['open'] },
      },
    });
    expect(world.started).toMatchObject([{ approval: 'automatic' }]);
    if (asked.outcome === 'REQUESTED') {
      expect(await world.open(asked.request.id)).toMatchObject({ outcome: 'ACTIVE' });
    }
  });

  it('goes to people where it is longer than the cap, and is cut only where the configuration says so', async () => {
    expect(await aCedarWorld().request({ durationMinutes: 60 })).toMatchObject({
      request: { status: 'PENDING', policy: { outcome: 'manual', maxMinutes: null } },
    });
    expect(
      await aCedarWorld({ policy: { longerThanCap: 'cut' } }).request({ durationMinutes: 60 }),
    ).toMatchObject({
      request: { status: 'APPROVED', durationMinutes: 60, grant: { minutes: 30 } },
    });
  });

  it('is judged as of when it would open, not of when it is asked', async () => {
    const world = aCedarWorld();
    expect(await world.request({ startsAt: saturday(world) })).toMatchObject({
      request: {
        status: 'PENDING',
        requiredApprovals: 2,
        policy: { determinedBy: ['ask', 'weekend', 'not-at-weekends'] },
      },
    });
  });
});

describe('a request that a policy denies', () => {
  it('says why to whom the target names, and is on record with the policy that denied it', async () => {
    const world = aCedarWorld();
    expect(await world.request({ caller: person('dave') })).toEqual({
      outcome: 'DENIED_BY_POLICY',
      detail: "Dave's contract has ended.",
    });
    expect(await world.everything()).toMatchObject([
      { type: 'DENIED', details: { determinedBy: ['not-dave'] } },
    ]);
  });

  it('is denied by what the requester has open by then, and not by itself when it opens', async () => {
    const world = aCedarWorld();
    const first = await world.request();
    expect(await world.request({ source: '10.20.30.41' })).toMatchObject({ detail: 'One at a time.' });
    if (first.outcome !== 'REQUESTED') throw new Error('Not requested');
    expect(await world.open(first.request.id)).toMatchObject({ outcome: 'ACTIVE' });
    await world.clock.advance(HOUR);
    await world.sweep();
    expect(await world.request()).toMatchObject({ outcome: 'REQUESTED' });
  });
});

describe('limits of one requester for one target', () => {
  it('are refused with the reason, and write nothing', async () => {
    const world = aCedarWorld({ limits: { pendingRequests: 1 } });
    await world.request({ ticket: null });
    expect(await world.request({ ticket: null })).toMatchObject({
      outcome: 'RATE_LIMITED',
      detail: expect.stringContaining('1 of your requests for orders-db'),
    });
    expect(await world.everything()).toHaveLength(1);
    expect(await world.request({ ticket: null, caller: person('carol') })).toMatchObject({
      outcome: 'REQUESTED',
    });
  });
});

describe('a request that is only foreseen', () => {
  it.each([
    [
      'automatic',
      {},
      { policy: { outcome: 'automatic', determinedBy: ['open'] }, longestMinutes: 30, requiredApprovals: 0 },
    ],
    [
      'manual',
      { durationMinutes: 60 },
      { policy: { outcome: 'manual' }, longestMinutes: 60, requiredApprovals: 1 },
    ],
  ])('says %s, and writes nothing', async (_, given, request) => {
    const world = aCedarWorld();
    expect(await world.foresee(given)).toMatchObject({ outcome: 'FORESEEN', request });
    expect(await world.everything()).toEqual([]);
    expect(world.started).toEqual([]);
  });

  it('is refused as it would be, denials not on record either', async () => {
    const world = aCedarWorld();
    const refused = { caller: person('dave') };
    expect(await world.foresee(refused)).toMatchObject({ outcome: 'DENIED_BY_POLICY' });
    expect(await world.everything()).toEqual([]);
    expect(await world.foresee(refused)).toEqual(await world.request(refused));
    expect(await world.foresee({ durationMinutes: 121 })).toMatchObject({ outcome: 'DURATION_TOO_LONG' });
    expect(await world.foresee({ startsAt: world.clock.now() - MINUTE })).toMatchObject({
      outcome: 'INVALID',
    });
  });
});
