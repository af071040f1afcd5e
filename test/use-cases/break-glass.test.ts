import { describe, expect, it } from 'vitest';
import { firstBrokenLink } from '../../functions/domain/audit-event.ts';
import { afterwardsState } from '../../functions/domain/break-glass.ts';
import type { Configuration } from '../../functions/domain/configuration.ts';
import type { Policy } from '../../functions/ports/policy.ts';
import { activateGrant } from '../../functions/use-cases/activate-grant.ts';
import { decideByLink } from '../../functions/use-cases/decide-by-link.ts';
import { publishEvent } from '../../functions/use-cases/publish-event.ts';
import { requestAccess } from '../../functions/use-cases/request-access.ts';
import { reviewBreakGlass } from '../../functions/use-cases/review-afterwards.ts';
import { aConfiguration, aWorld, ORDERS, person, type World } from '../support/world.ts';

const EMERGENCY = {
  ...ORDERS,
  breakGlass: { requesters: ['group:on-call'], maxMinutes: 15 },
  escalateTo: ['lena@example.com'],
};
const configured = (overrides: Partial<Configuration> = {}) =>
  aConfiguration({
    targets: [EMERGENCY],
    groups: { 'on-call': ['erin@example.com', 'bob@example.com'] },
    ...overrides,
  });

const breakGlass = (world: World, more: Partial<Parameters<World['ask']>[0]> = {}) =>
  world.ask({ by: 'erin', minutes: 60, breakGlass: true, ...more });

const review = (world: World, id: string, by: string, decision: 'APPROVE' | 'REJECT') =>
  reviewBreakGlass(world.dependencies)({
    caller: person(by),
    id,
    decision,
    comment: 'Seen',
    durationMinutes: null,
  });

describe('breaking the glass', () => {
  it('opens at once, for no longer than the cap, with events of its own', async () => {
    const world = aWorld(configured());
    const { id, status, policy } = await breakGlass(world);
    expect(status).toBe('APPROVED');
    expect(policy.determinedBy).toEqual(['targets.orders-db.breakGlass']);
    expect(await world.activate(id)).toMatchObject({ outcome: 'ACTIVE' });
    expect((await world.read(id)).grant).toMatchObject({ status: 'ACTIVE', minutes: 15 });
    expect(await world.eventTypes(id)).toEqual(['BREAK_GLASS_OPENED', 'ACTIVATION_STARTED', 'ACTIVATED']);
    expect(world.started).toMatchObject([{ requestId: id, approval: 'automatic' }]);
  });

  it('is mailed to every approver and to the escalation list, never to who did it', async () => {
    const world = aWorld(configured());
    const { id } = await breakGlass(world, { by: 'bob' });
    for (const event of await world.store.events(id)) await publishEvent(world.dependencies)(event);
    expect(world.mails.map(({ to }) => to)).toEqual(['carol@example.com', 'lena@example.com']);
    expect(world.mails[0]?.subject).toContain('Emergency: bob@example.com opens orders-db without approval');
  });

  it('is signalled out of what is written, so that nothing that dies in between keeps it quiet; once', async () => {
    const world = aWorld(configured());
    const { id } = await breakGlass(world);
    expect(world.signals).toEqual([]);
    const [event] = await world.store.events(id);
    if (event === undefined) throw new Error('There is no event');
    const publish = () => publishEvent(world.dependencies)(event);
    world.mailer.answer = { outcome: 'UNAVAILABLE', detail: 'throttled' };
    await expect(publish()).rejects.toMatchObject({ name: 'MailUnavailable' });
    world.mailer.answer = { outcome: 'SENT' };
    await publish();
    await publish();
    const signals = world.signals.filter(({ code }) => code !== 'MAIL_NOT_SENT');
    expect(signals).toEqual([{ code: 'BREAK_GLASS_OPENED', requestId: id, target: 'orders-db' }]);
    expect(world.mails).toHaveLength(3);
    expect((await world.read(id)).notices).toMatchObject({
      asked: 2,
      notified: ['bob@example.com', 'carol@example.com'],
    });
  });

  it.each([
    ['a requester who is not named for emergencies', 'alice'],
    ['anybody else', 'mallory'],
  ])('is denied to %s, and the denial is on record', async (_, by) => {
    const world = aWorld(configured());
    await expect(breakGlass(world, { by })).rejects.toThrow('DENIED_BY_POLICY');
    expect(world.started).toEqual([]);
    const { items } = await world.store.list({
      sources: [{ by: 'target', name: 'orders-db' }],
      where: {},
      limit: 10,
    });
    expect(items).toMatchObject([{ status: 'DENIED', breakGlass: true }]);
  });

  it('says so to one who may ask in the ordinary way, and nothing to anybody else', async () => {
    const world = aWorld(configured());
    const refused = 'You may not open orders-db in an emergency: ask without breakGlass.';
    await expect(breakGlass(world, { by: 'alice' })).rejects.toThrow(refused);
    await expect(breakGlass(world, { by: 'alice', source: '192.0.2.1' })).rejects.toThrow(refused);
    await expect(breakGlass(aWorld(), { by: 'alice' })).rejects.toThrow(refused);
    const unnamed = 'There is no target orders-db that you may ask for.';
    await expect(breakGlass(world, { by: 'mallory' })).rejects.toThrow(unnamed);
    const retired = aWorld(configured({ targets: [{ ...EMERGENCY, retired: true }] }));
    await expect(breakGlass(retired, { by: 'alice' })).rejects.toThrow(unnamed);
  });

  it('is denied for a target that does not allow it, or is retired', async () => {
    await expect(breakGlass(aWorld(), { by: 'alice' })).rejects.toThrow('DENIED_BY_POLICY');
    const retired = aWorld(configured({ targets: [{ ...EMERGENCY, retired: true }] }));
    await expect(breakGlass(retired)).rejects.toThrow('DENIED_BY_POLICY');
  });

  it('gives no right to ask in the ordinary way', async () => {
    const world = aWorld(configured());
    await expect(world.ask({ by: 'erin' })).rejects.toThrow('DENIED_BY_POLICY');
  });

  it('opens nothing that a policy forbids: when asked, and when opened', async () => {
    const world = aWorld(configured());
    const forbidding: Policy = { ...world.policy, forbids: async ({ breakGlass: is }) => is };
    const command = {
      caller: person('erin'),
      target: 'orders-db',
      durationMinutes: 10,
      reason: 'Production is down',
      source: '10.20.30.40',
      callerAddress: null,
      ticket: null,
      startsAt: null,
      breakGlass: true,
      idempotency: null,
    } as const;
    const refused = await requestAccess({ ...world.dependencies, policy: forbidding })(command);
    expect(refused.outcome).toBe('DENIED_BY_POLICY');
    const { id } = await breakGlass(world);
    const activate = activateGrant({ ...world.dependencies, policy: forbidding });
    expect(await activate({ requestId: id })).toMatchObject({ reason: 'DENIED_BY_POLICY' });
    expect(world.ec2.calls).toEqual([]);
  });

  it('stays within the bounds of the target, and starts now', async () => {
    const world = aWorld(configured());
    await expect(breakGlass(world, { source: '192.0.2.1' })).rejects.toThrow('SOURCE_NOT_ALLOWED');
    await expect(breakGlass(world, { minutes: 121 })).rejects.toThrow('DURATION_TOO_LONG');
    const later = world.clock.now() + 60_000;
    await expect(breakGlass(world, { startsAt: later })).rejects.toThrow('An emergency opens at once');
  });

  it('is not held up by requests that wait for people', async () => {
    const world = aWorld(configured({ limits: { pendingRequests: 1 }, maxPendingPerRequester: 1 }));
    const { id } = await breakGlass(world);
    expect((await world.read(id)).status).toBe('APPROVED');
  });

  it('is refused where nobody could look at it afterwards', async () => {
    const world = aWorld(configured({ targets: [{ ...EMERGENCY, approvers: ['bob@example.com'] }] }));
    await expect(breakGlass(world, { by: 'bob' })).rejects.toThrow('NO_ELIGIBLE_APPROVER');
  });
});

describe('looking at it afterwards', () => {
  const opened = async () => {
    const world = aWorld(configured());
    const { id } = await breakGlass(world);
    await world.activate(id);
    return { world, id };
  };

  it('is due until an approver does, during the grant or after', async () => {
    const { world, id } = await opened();
    expect(afterwardsState(await world.read(id))).toBe('REVIEW_DUE');
    await world.afterMinutes(15);
    await world.end(id);
    expect(afterwardsState(await world.read(id))).toBe('REVIEW_DUE');
    expect(await review(world, id, 'bob', 'APPROVE')).toMatchObject({ outcome: 'REVIEWED' });
    const request = await world.read(id);
    expect(afterwardsState(request)).toBe('REVIEWED');
    expect(request.grant?.status).toBe('EXPIRED');
    expect((await world.eventTypes(id)).at(-1)).toBe('BREAK_GLASS_REVIEWED');
    expect(firstBrokenLink(await world.store.events(id))).toBeUndefined();
  });

  it('with APPROVE changes nothing of the grant', async () => {
    const { world, id } = await opened();
    const before = (await world.read(id)).grant;
    await review(world, id, 'bob', 'APPROVE');
    expect((await world.read(id)).grant).toEqual(before);
    expect(world.ec2.standing(ORDERS.group)).toHaveLength(1);
  });

  it('with REJECT ends it, where it is still there', async () => {
    const { world, id } = await opened();
    await review(world, id, 'bob', 'REJECT');
    expect(await world.grantStatus(id)).toBe('REVOKING');
    expect(world.ending).toEqual([id]);
    await world.converge();
    expect(await world.grantStatus(id)).toBe('REVOKED');
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(firstBrokenLink(await world.store.events(id))).toBeUndefined();
  });

  it('with REJECT keeps what was only about to open shut', async () => {
    const world = aWorld(configured());
    const { id } = await breakGlass(world);
    await review(world, id, 'bob', 'REJECT');
    expect(await world.activate(id)).toMatchObject({ outcome: 'NOT_ACTIVE', status: 'REVOKED' });
    expect(world.ec2.calls).toEqual([]);
  });

  it('by link with REJECT is taken when it is said again, where the first try died once it had ended what never opened', async () => {
    const world = aWorld(configured());
    const { id } = await breakGlass(world);
    for (const event of await world.store.events(id)) await publishEvent(world.dependencies)(event);
    const mail = world.mails.find(({ to }) => to === 'bob@example.com')?.text ?? '';
    const [, token, code] = /#([A-Za-z0-9_-]{43})\s+Code: (\d{6})/.exec(mail) ?? [];
    if (!token || !code) throw new Error('The mail has no link or no code');
    const reject = () =>
      decideByLink(world.dependencies)({
        token,
        code,
        decision: 'REJECT',
        comment: 'No',
        durationMinutes: null,
      });

    const commit = world.store.commit.bind(world.store);
    world.store.commit = async (written) => {
      if (written.changes.some(({ event }) => event?.type === 'BREAK_GLASS_REVIEWED')) {
        throw new Error('The function died');
      }
      return await commit(written);
    };
    await expect(reject()).rejects.toThrow('The function died');
    expect(await world.read(id)).toMatchObject({ grant: { status: 'REVOKED' }, reviews: [] });
    world.store.commit = commit;
    expect(await reject()).toMatchObject({ outcome: 'DECIDED' });
    await expect(breakGlass(world)).rejects.toThrow('BREAK_GLASS_REFUSED');
    expect(await reject()).toEqual({ outcome: 'ALREADY_REVIEWED' });
  });

  it('is told to who did it and to the approvers, with what was said', async () => {
    const { world, id } = await opened();
    await review(world, id, 'bob', 'REJECT');
    const event = (await world.store.events(id)).at(-1);
    if (event === undefined) throw new Error('There is no event');
    await publishEvent(world.dependencies)(event);
    expect(world.mails.map(({ to }) => to)).toEqual([
      'erin@example.com',
      'bob@example.com',
      'carol@example.com',
    ]);
    expect(world.mails[0]?.subject).toContain('Rejected afterwards: erin@example.com opened orders-db');
    expect(world.mails[0]?.text).toContain('> Seen');
  });

  it('counts once for each person, and is for approvers alone', async () => {
    const { world, id } = await opened();
    await review(world, id, 'bob', 'APPROVE');
    expect(await review(world, id, 'bob', 'REJECT')).toEqual({ outcome: 'ALREADY_REVIEWED' });
    expect(await world.grantStatus(id)).toBe('ACTIVE');
    for (const nobody of ['erin', 'mallory', 'adam']) {
      expect(await review(world, id, nobody, 'REJECT')).toBeNull();
      const answer = await world.approve(id, nobody);
      expect(['SELF_REVIEW', 'NOT_FOUND', 'NOT_AN_APPROVER']).toContain(answer.outcome);
    }
    expect((await world.read(id)).reviews).toHaveLength(1);
  });
});
