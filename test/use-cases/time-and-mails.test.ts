import { describe, expect, it } from 'vitest';
import { configuredPolicy } from '../../functions/adapters/configuration/configured-policy.ts';
import type { Target } from '../../functions/domain/configuration.ts';
import { ACTIVATION_WINDOW } from '../../functions/domain/due.ts';
import { MINUTE, SECOND } from '../../functions/domain/instant.ts';
import { functionTimeouts } from '../../functions/runtime/function-timeouts.ts';
import { activateGrant } from '../../functions/use-cases/activate-grant.ts';
import { askApprovers } from '../../functions/use-cases/ask-approvers.ts';
import { expireRequest } from '../../functions/use-cases/expire-request.ts';
import { getRequest } from '../../functions/use-cases/get-request.ts';
import { keepTime } from '../../functions/use-cases/keep-time.ts';
import { listRequests } from '../../functions/use-cases/list-requests.ts';
import { publishEvent } from '../../functions/use-cases/publish-event.ts';
import { aConfiguration, aWorld, ORDERS, person, type World } from '../support/world.ts';

const tick = (world: World) => keepTime(world.dependencies)();
const publishAll = async (world: World, id: string) => {
  for (const event of await world.store.events(id)) await publishEvent(world.dependencies)(event);
};
const mailed = (world: World) =>
  world.mails.map(({ to, subject }) => `${to}: ${subject.replace(/ \(req_.*/, '')}`);

describe('a grant that is to open later', () => {
  it('opens at its start, and no sooner, whoever comes to open it', async () => {
    const world = aWorld();
    const { id } = await world.ask({ startsAt: world.clock.now() + 48 * 60 * MINUTE });
    await world.approve(id);
    expect(await world.activate(id)).toEqual({ outcome: 'STILL_OPENING' });
    await world.afterMinutes(48 * 60 - 1);
    expect(await world.activate(id)).toEqual({ outcome: 'STILL_OPENING' });
    expect(world.ec2.calls).toEqual([]);
    await world.afterMinutes(1);
    expect(await world.activate(id)).toMatchObject({ outcome: 'ACTIVE' });
  });

  it('opens at once where that was asked for, though the clock of who opens it is behind', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id);
    const behind = { now: () => world.clock.now() - 5 * MINUTE };
    const opened = await activateGrant({ ...world.dependencies, clock: behind })({ requestId: id });
    expect(opened).toMatchObject({ outcome: 'ACTIVE' });
  });
});

describe('the timekeeper', () => {
  it('has nothing to do while all goes well', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await askApprovers(world.dependencies)({ requestId: id, taskToken: 'token' });
    await world.approve(id);
    await world.activate(id);
    await world.afterMinutes(19);
    expect(await tick(world)).toEqual({ due: 0, failed: 0 });
  });

  it('starts the execution that was never started', async () => {
    const world = aWorld();
    world.workflow.isAway = true;
    const { id } = await world.ask();
    world.workflow.isAway = false;
    await world.afterMinutes(1);
    await tick(world);
    expect(world.started).toMatchObject([{ requestId: id, decideWithinSeconds: 59 * 60 }]);
    expect(await tick(world)).toEqual({ due: 0, failed: 0 });
  });

  it('delivers the decision whose delivery failed', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await askApprovers(world.dependencies)({ requestId: id, taskToken: 'token' });
    world.workflow.isAway = true;
    await world.approve(id);
    world.workflow.isAway = false;
    expect(world.resumed).toEqual([]);
    await world.afterMinutes(1);
    await tick(world);
    expect(world.resumed).toMatchObject([{ decision: { outcome: 'APPROVED' } }]);
    expect(await tick(world)).toEqual({ due: 0, failed: 0 });
  });

  it('expires what nobody decided, not a moment before, and tells the execution', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await askApprovers(world.dependencies)({ requestId: id, taskToken: 'token' });
    await world.clock.advance(60 * MINUTE - 1);
    await tick(world);
    expect((await world.read(id)).status).toBe('PENDING');
    await world.clock.advance(1);
    await tick(world);
    expect((await world.read(id)).status).toBe('EXPIRED');
    expect(world.resumed).toMatchObject([{ decision: { outcome: 'EXPIRED' } }]);
  });

  it('does not stay with a decision that no execution ever waited for', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id);
    await world.clock.advance(ACTIVATION_WINDOW + MINUTE);
    await tick(world);
    expect(await tick(world)).toEqual({ due: 0, failed: 0 });
  });

  it('gives up a grant that nothing came to activate, loudly', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await askApprovers(world.dependencies)({ requestId: id, taskToken: 'token' });
    await world.approve(id);
    await world.clock.advance(ACTIVATION_WINDOW);
    await tick(world);
    expect((await world.read(id)).grant).toMatchObject({
      status: 'FAILED',
      ending: { reason: 'NEVER_ACTIVATED' },
    });
    expect(world.signals.map(({ code }) => code)).toContain('NEVER_ACTIVATED');
    expect(await world.activate(id)).toMatchObject({ outcome: 'NOT_ACTIVE' });
    expect(world.ec2.calls).toEqual([]);
  });

  it('ends in its time, and looks after others, where the workflow hangs for each that it should start', async () => {
    const world = aWorld();
    world.workflow.start = async () => {
      await world.clock.wait(9 * SECOND);
      throw new Error('time-out');
    };
    const ids: string[] = [];
    for (let index = 0; index < 20; index += 1) {
      const by = index % 2 === 0 ? 'alice' : 'dave';
      const asked = world.ask({ by, source: `10.20.30.${index}` });
      await world.afterSeconds(9);
      ids.push((await asked).id);
    }
    await world.afterMinutes(60);
    const beganAt = world.clock.now();
    let endedAt = Number.POSITIVE_INFINITY;
    const run = tick(world).then((report) => {
      endedAt = world.clock.now();
      return report;
    });
    await world.afterSeconds(functionTimeouts.timekeeper / SECOND);
    expect(await run).toEqual({ due: 20, failed: 20 });
    expect(endedAt - beganAt).toBeLessThan(functionTimeouts.timekeeper);
    expect(world.signals.at(-1)).toEqual({ code: 'REQUESTS_DUE', count: 20 });
    for (const id of ids) expect((await world.read(id)).status).toBe('EXPIRED');
  });

  it('goes on with the others when one of them fails', async () => {
    const world = aWorld();
    const first = await world.ask();
    const second = await world.ask({ by: 'dave' });
    await world.afterMinutes(60);
    const commit = world.store.commit.bind(world.store);
    world.store.commit = async (written) => {
      if (written.changes[0]?.after.id === first.id) throw new Error('The table is away for this one');
      return await commit(written);
    };
    expect(await tick(world)).toEqual({ due: 2, failed: 1 });
    expect((await world.read(second.id)).status).toBe('EXPIRED');
  });
});

describe('the execution itself, when time to decide is over', () => {
  it('learns what is on record, and nobody has to tell it once more', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    expect(await expireRequest(world.dependencies)({ requestId: id })).toEqual({
      outcome: 'STILL_DECIDABLE',
    });
    await world.afterMinutes(60);
    expect(await expireRequest(world.dependencies)({ requestId: id })).toEqual({
      outcome: 'DECIDED',
      status: 'EXPIRED',
    });
    await world.afterMinutes(5);
    expect(await tick(world)).toEqual({ due: 0, failed: 0 });
  });
});

describe('activation, asked again at every call', () => {
  it.each<[string, Partial<Target>, string]>([
    [
      'the target resolves to another group',
      { group: { ...ORDERS.group, groupId: 'sg-0000000000000beef' } },
      'DIGEST_CHANGED',
    ],
    [
      'the target has another port',
      { ports: [{ protocol: 'tcp', fromPort: 22, toPort: 22 }] },
      'DIGEST_CHANGED',
    ],
    [
      'the target has one more port',
      { ports: [...ORDERS.ports, { protocol: 'udp', fromPort: 53, toPort: 53 }] },
      'DIGEST_CHANGED',
    ],
    ['the source is no longer allowed', { allowedSources: ['10.99.0.0/16'] }, 'DIGEST_CHANGED'],
    ['the requester may not ask any more', { requesters: ['dave@example.com'] }, 'DENIED_BY_POLICY'],
    ['the target is retired', { retired: true }, 'TARGET_GONE'],
  ])('fails where %s', async (_, target, reason) => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id);
    const changed = aConfiguration({ targets: [{ ...ORDERS, ...target }] });
    const activate = activateGrant({
      ...world.dependencies,
      configuration: changed,
      policy: configuredPolicy(changed, 'v2'),
    });
    expect(await activate({ requestId: id })).toMatchObject({
      outcome: 'NOT_ACTIVE',
      status: 'FAILED',
      reason,
    });
    expect(world.ec2.calls).toEqual([]);
  });

  it('fails where who approved it is no longer an approver', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id, 'bob');
    const changed = aConfiguration({ targets: [{ ...ORDERS, approvers: ['carol@example.com'] }] });
    expect(
      await activateGrant({ ...world.dependencies, configuration: changed })({ requestId: id }),
    ).toMatchObject({
      outcome: 'NOT_ACTIVE',
      reason: 'APPROVAL_WITHDRAWN',
    });
  });

  it('fails where the target needs more approvals by now', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id, 'bob');
    const configuration = aConfiguration({ targets: [{ ...ORDERS, requiredApprovals: 2 }] });
    expect(await activateGrant({ ...world.dependencies, configuration })({ requestId: id })).toMatchObject({
      outcome: 'NOT_ACTIVE',
      reason: 'APPROVAL_WITHDRAWN',
    });
  });

  it('does not open what is pending, rejected, cancelled or long approved', async () => {
    const world = aWorld();
    const pending = await world.ask();
    expect(await world.activate(pending.id)).toMatchObject({ outcome: 'NOT_ACTIVE', status: 'PENDING' });
    await world.approve(pending.id);
    await world.clock.advance(ACTIVATION_WINDOW);
    expect(await world.activate(pending.id)).toMatchObject({ outcome: 'NOT_ACTIVE', reason: 'TOO_LATE' });
    expect(world.ec2.calls).toEqual([]);
  });
});

describe('ending early', () => {
  it.each(['alice', 'bob', 'adam'])(
    'is for %s, and has an execution of its own close at once',
    async (by) => {
      const world = aWorld();
      const { id } = await world.openGrant();
      expect(await world.revoke(id, by)).toMatchObject({
        outcome: 'ACCEPTED',
        request: { grant: { status: 'REVOKING' } },
      });
      expect(world.ending).toEqual([id]);
      await world.end(id);
      expect(await world.grantStatus(id)).toBe('REVOKED');
      expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    },
  );

  it.each(['mallory', 'audra', 'dave'])('is not for %s', async (by) => {
    const world = aWorld();
    const { id } = await world.openGrant();
    expect(await world.revoke(id, by)).toEqual({ outcome: 'NOT_FOUND' });
    expect(await world.grantStatus(id)).toBe('ACTIVE');
  });

  it('of a scheduled grant opens nothing, ever', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id);
    await world.revoke(id);
    expect(await world.grantStatus(id)).toBe('REVOKED');
    expect(await world.activate(id)).toMatchObject({ outcome: 'NOT_ACTIVE', status: 'REVOKED' });
    expect(world.ec2.calls).toEqual([]);
  });

  it('is left to the sweeper where the execution could not be started', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    world.workflow.isAway = true;
    expect(await world.revoke(id)).toMatchObject({ outcome: 'ACCEPTED' });
    expect(world.signals.map(({ code }) => code)).toContain('WORKFLOW_CALL_FAILED');
    await world.sweep();
    expect(await world.grantStatus(id)).toBe('REVOKED');
  });

  it('has the timekeeper start the execution that could not be started, once, after a minute', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    world.workflow.isAway = true;
    await world.revoke(id);
    world.workflow.isAway = false;
    await world.afterSeconds(59);
    await tick(world);
    expect(world.ending).toEqual([]);
    await world.afterSeconds(1);
    await tick(world);
    expect(world.ending).toEqual([id]);
    await world.afterMinutes(5);
    await tick(world);
    expect(world.ending).toEqual([id]);
  });

  it('has an alarm ring while the timekeeper cannot start it, and tries again', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    world.workflow.isAway = true;
    await world.revoke(id);
    await world.afterMinutes(1);
    expect(await tick(world)).toEqual({ due: 1, failed: 1 });
    expect(world.signals.map(({ code }) => code)).toContain('DUTY_FAILED');
    world.workflow.isAway = false;
    expect(await tick(world)).toEqual({ due: 1, failed: 0 });
    expect(world.ending).toEqual([id]);
  });

  it('leaves nothing to the timekeeper once the port is shut', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    await world.revoke(id);
    await world.end(id);
    await world.afterMinutes(10);
    await tick(world);
    expect(world.ending).toEqual([id]);
  });
});

describe('mails', () => {
  it('tell requester and approvers the decision, and the requester of opening and closing; each once', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    await publishAll(world, id);
    await world.afterMinutes(30);
    await world.end(id);
    await publishAll(world, id);
    await publishAll(world, id);
    expect(mailed(world)).toEqual([
      expect.stringContaining('alice@example.com: [Postern] Approved'),
      expect.stringContaining('bob@example.com: [Postern] Approved'),
      expect.stringContaining('carol@example.com: [Postern] Approved'),
      expect.stringContaining('alice@example.com: [Postern] Open'),
      expect.stringContaining('alice@example.com: [Postern] Ended'),
    ]);
  });

  it('tell admins and auditors when a port could not be closed', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    world.ec2.fail('revoke', 'ACCESS_DENIED');
    await world.afterMinutes(30);
    await world.end(id);
    const events = await world.store.events(id);
    for (const event of events.slice(-1)) await publishEvent(world.dependencies)(event);
    expect(world.mails.map(({ to }) => to)).toEqual(['adam@example.com', 'audra@example.com']);
  });

  it('are tried again by whoever called, where the service is away', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id);
    world.mailer.answer = { outcome: 'UNAVAILABLE', detail: 'throttled' };
    await expect(publishAll(world, id)).rejects.toMatchObject({ name: 'MailUnavailable' });
    world.mailer.answer = { outcome: 'SENT' };
    await publishAll(world, id);
    expect(world.mails).toHaveLength(3);
  });
});

describe('looking', () => {
  it('waits for a change, and no longer than asked', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    const get = () => getRequest(world.dependencies)({ caller: person('alice'), id, waitSeconds: 20 });
    const [unchanged] = await Promise.all([get(), world.afterSeconds(20)]);
    expect(unchanged).toMatchObject({ outcome: 'FOUND', request: { status: 'PENDING' } });
    const waiting = get();
    await world.afterSeconds(3);
    await world.approve(id);
    await world.afterSeconds(1);
    expect(await waiting).toMatchObject({ request: { status: 'APPROVED' } });
  });

  it.each([
    ['alice', ['alice', 'alice']],
    ['dave', ['dave']],
    ['bob', ['alice', 'alice', 'dave']],
    ['audra', ['alice', 'alice', 'dave']],
    ['mallory', []],
  ])('shows %s only what is theirs to see', async (caller, requesters) => {
    const world = aWorld();
    for (const by of ['alice', 'dave', 'alice']) await world.ask({ by });
    const { items } = await listRequests(world.dependencies)({ caller: person(caller), limit: 100 });
    expect(
      items.map(({ requester }) => (requester.kind === 'person' ? requester.email : '')).toSorted(),
    ).toEqual(requesters.map((name) => `${name}@example.com`));
  });
});
