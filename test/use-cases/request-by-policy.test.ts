import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../functions/domain/configuration.ts';
import { DAY, HOUR, MINUTE } from '../../functions/domain/instant.ts';
import type { Principal } from '../../functions/domain/principal.ts';
import { activateGrant } from '../../functions/use-cases/activate-grant.ts';
import type { Ask } from '../../functions/use-cases/ask.ts';
import { foreseeRequest } from '../../functions/use-cases/foresee-request.ts';
import { requestAccess } from '../../functions/use-cases/request-access.ts';
import { policyOf } from '../policy/support/ask.ts';
import { aConfiguration, aWorld, ORDERS, person } from '../support/world.ts';

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
const aCedarWorld = (overrides: Partial<Configuration> = {}, policies = POLICIES) => {
  const configuration = aConfiguration(overrides);
  const world = aWorld(configuration);
  const dependencies = { ...world.dependencies, policy: policyOf(policies, configuration) };
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
    /** Opens it under these policies, be they other ones by now. */
    open: (requestId: string, policies = POLICIES) =>
      activateGrant({ ...dependencies, policy: policyOf(policies, configuration) })({ requestId }),
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

const requested = (outcome: Awaited<ReturnType<ReturnType<typeof aCedarWorld>['request']>>) => {
  if (outcome.outcome !== 'REQUESTED') throw new Error(`Not requested: ${JSON.stringify(outcome)}`);
  return outcome.request;
};

describe('a grant that a policy gave for later', () => {
  const later = async (world: ReturnType<typeof aCedarWorld>) => {
    const startsAt = world.clock.now() + HOUR;
    const { id } = requested(await world.request({ startsAt }));
    await world.clock.advance(HOUR);
    return id;
  };

  it('opens while the policy still opens it by itself', async () => {
    const world = aCedarWorld();
    expect(await world.open(await later(world))).toMatchObject({ outcome: 'ACTIVE' });
  });

  it.each([
    ['leaves it to people', POLICIES.replace('context has ticket', 'false')],
    ['opens it for less', POLICIES.replace('@maxMinutes("30")', '@maxMinutes("29")')],
  ])('fails where the policy %s by then, and opens nothing', async (_, policies) => {
    const world = aCedarWorld();
    expect(await world.open(await later(world), policies)).toEqual({
      outcome: 'NOT_ACTIVE',
      status: 'FAILED',
      reason: 'NOT_AUTOMATIC',
    });
    expect(world.ec2.calls).toEqual([]);
  });

  it('fails where the policy forbids it by then', async () => {
    const world = aCedarWorld();
    const policies = POLICIES.replaceAll('dave@', 'alice@');
    expect(await world.open(await later(world), policies)).toMatchObject({ reason: 'DENIED_BY_POLICY' });
  });

  it('that people approved opens, although the policy would not have opened it by itself', async () => {
    const world = aCedarWorld();
    const { id } = requested(await world.request({ ticket: null }));
    await world.approve(id);
    expect(await world.open(id)).toMatchObject({ outcome: 'ACTIVE' });
  });

  it('is told when it opens of what was open meanwhile, and of what was asked for earlier, from no list', async () => {
    const policies = `
@id("open") @maxMinutes("30") permit (principal, action == Postern::Action::"autoApprove", resource);
@id("ask") permit (principal, action == Postern::Action::"request", resource);`;
    const world = aCedarWorld({}, policies);
    const scheduled = async (source: string, startsIn: number) => {
      const made = await world.request({ source, startsAt: world.clock.now() + startsIn });
      if (made.outcome !== 'REQUESTED') throw new Error('Not requested');
      return made.request.id;
    };
    const [first, second] = [await scheduled('10.20.30.1', HOUR), await scheduled('10.20.30.2', HOUR)];
    const third = await scheduled('10.20.30.3', 0);
    world.store.list = async () => {
      throw new Error('No list is needed');
    };
    const only = (condition: string) =>
      policies.replace('autoApprove", resource)', `$&\n  when { ${condition} }`);
    expect(await world.open(third, only('context.openGrants == 2 && !context.hadBefore'))).toMatchObject({
      outcome: 'ACTIVE',
    });
    await world.clock.advance(HOUR);
    // The third is over by then, and closed: until it is, it counts.
    await world.sweep();
    expect(await world.open(first, only('context.openGrants == 0 && context.hadBefore'))).toMatchObject({
      outcome: 'ACTIVE',
    });
    expect(await world.open(second, only('context.openGrants == 0'))).toMatchObject({
      reason: 'NOT_AUTOMATIC',
    });
  });
});

describe('a grant that people approved', () => {
  const fridayNight = async () => {
    const world = aCedarWorld();
    await world.clock.advanceTo(saturday(world) - (saturday(world) % DAY) - 10 * MINUTE);
    const request = requested(await world.request({ ticket: null }));
    expect(request).toMatchObject({ status: 'PENDING', requiredApprovals: 1 });
    await world.clock.advance(20 * MINUTE);
    return { world, id: request.id };
  };

  it('does not open with one approval once the policy asks for two', async () => {
    const { world, id } = await fridayNight();
    await world.approve(id);
    expect(await world.open(id)).toEqual({
      outcome: 'NOT_ACTIVE',
      status: 'FAILED',
      reason: 'APPROVALS_MISSING',
    });
    expect(world.ec2.calls).toEqual([]);
  });

  it('opens where the policy would open it by itself by then', async () => {
    const world = aCedarWorld();
    const { id } = requested(await world.request({ ticket: null }));
    await world.approve(id);
    const policies = POLICIES.replace('when { context has ticket }', '');
    expect(await world.open(id, policies)).toMatchObject({ outcome: 'ACTIVE' });
  });

  it('counts what opened in between, although it was asked for later', async () => {
    const world = aCedarWorld();
    const first = requested(await world.request({ ticket: null }));
    const second = requested(await world.request({ ticket: null, source: '10.20.30.41' }));
    await world.approve(second.id);
    expect(await world.open(second.id)).toMatchObject({ outcome: 'ACTIVE' });
    await world.approve(first.id);
    expect(await world.open(first.id)).toMatchObject({ reason: 'DENIED_BY_POLICY' });
  });
});

describe('what is forbidden to a person', () => {
  const people = { dave: ['dave@example.com', 'dave@ops.example.com'] };
  const targets = [{ ...ORDERS, requesters: ['dave@ops.example.com', 'dave@elsewhere.example.com'] }];
  const by = (email: string): Principal => ({ kind: 'person', email, groups: [] });

  it('is forbidden by any of their mailboxes, as the configuration knows them', async () => {
    const world = aCedarWorld({ people, targets });
    expect(await world.foresee({ caller: by('dave@ops.example.com') })).toEqual({
      outcome: 'DENIED_BY_POLICY',
      detail: "Dave's contract has ended.",
    });
    expect(await world.foresee({ caller: by('dave@elsewhere.example.com') })).toMatchObject({
      outcome: 'FORESEEN',
    });
  });
});

describe('groups that only a token claims', () => {
  const inGroup = (name: string): Principal => ({
    kind: 'person',
    email: 'erin@example.com',
    groups: [name],
  });
  const targets = [{ ...ORDERS, requesters: ['group:on-call', 'dave@example.com'] }];
  const aDay = (world: ReturnType<typeof aCedarWorld>) => world.clock.now() + DAY;

  it('let ask for a start within a day, and no later', async () => {
    const world = aCedarWorld({ targets });
    const caller = inGroup('on-call');
    expect(await world.foresee({ caller, startsAt: aDay(world) })).toMatchObject({ outcome: 'FORESEEN' });
    expect(await world.foresee({ caller, startsAt: aDay(world) + 1 })).toMatchObject({
      outcome: 'INVALID',
      problems: [{ path: 'startsAt', message: expect.stringContaining('believed for 24 hours') }],
    });
    expect(await world.everything()).toEqual([]);
  });

  it('make no difference to whom the configuration names in that group', async () => {
    const world = aCedarWorld({ targets, groups: { 'on-call': ['erin@example.com'] } });
    const asked = { caller: inGroup('on-call'), startsAt: aDay(world) + 1 };
    expect(await world.foresee(asked)).toMatchObject({ outcome: 'FORESEEN' });
  });

  it('open nothing by themselves a day later, and forbid for ever', async () => {
    const policies = `${POLICIES}
      @id("on-call-alone") forbid (principal, action == Postern::Action::"autoApprove", resource)
        unless { principal in Postern::Group::"on-call" };
      @id("not-leavers") forbid (principal in Postern::Group::"leavers", action == Postern::Action::"deny", resource);`;
    const world = aCedarWorld({ groups: { 'on-call': [], leavers: [] } }, policies);
    const asked = { caller: { ...inGroup('on-call'), email: 'alice@example.com' } as const };
    expect(await world.foresee({ ...asked, startsAt: aDay(world) })).toMatchObject({
      request: { policy: { outcome: 'automatic' } },
    });
    expect(await world.foresee({ ...asked, startsAt: aDay(world) + 1 })).toMatchObject({
      request: { policy: { outcome: 'manual' } },
    });
    const leaver = { caller: { ...inGroup('leavers'), email: 'alice@example.com' } as const };
    expect(await world.foresee({ ...leaver, startsAt: aDay(world) + 1 })).toMatchObject({
      outcome: 'DENIED_BY_POLICY',
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
