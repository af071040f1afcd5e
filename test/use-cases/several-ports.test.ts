import { describe, expect, it } from 'vitest';
import type { Target } from '../../functions/domain/configuration.ts';
import type { Permission } from '../../functions/domain/rule-key.ts';
import type { IngressRules } from '../../functions/ports/ingress-rules.ts';
import { activateGrant } from '../../functions/use-cases/activate-grant.ts';
import { sweep } from '../../functions/use-cases/sweep.ts';
import { aConfiguration, aWorld, ORDERS, type World } from '../support/world.ts';

const SOURCE = '10.20.30.40/32';
const SQL: Permission = { protocol: 'tcp', fromPort: 5432, toPort: 5432, source: SOURCE };
const DEBUG: Permission = { protocol: 'tcp', fromPort: 9000, toPort: 9010, source: SOURCE };
const DNS: Permission = { protocol: 'udp', fromPort: 53, toPort: 53, source: SOURCE };
const ALL = [SQL, DEBUG, DNS];

const ports = ([...permissions]: readonly Permission[]): Target['ports'] =>
  permissions.map(({ source: _, ...range }) => range);
const SEVERAL: Target = { ...ORDERS, ports: ports([DNS, DEBUG, SQL]) };

const worldOf = (...targets: readonly Target[]) =>
  aWorld(aConfiguration({ targets: targets.length === 0 ? [SEVERAL] : targets }));
const approved = async (world: World, target?: string): Promise<string> => {
  const { id } = await world.ask(target === undefined ? {} : { target });
  await world.approve(id);
  return id;
};
const standing = (world: World) => world.ec2.standing(ORDERS.group).map(({ permission }) => permission);
const callsOf = (world: World) => world.ec2.calls.map(({ kind }) => kind);

/** EC2 as it is, but for rules on this port: whatever is asked to be removed, they stay. */
const keepingOpen = (world: World, port: number) => {
  const held = { isOver: false };
  const ingressRules: IngressRules = {
    list: (...call) => world.ec2.list(...call),
    authorize: (...call) => world.ec2.authorize(...call),
    revoke: async (group, ruleIds) => {
      const kept = world.ec2.standing(group).filter(({ permission }) => permission?.fromPort === port);
      const others = ruleIds.filter((id) => held.isOver || !kept.some(({ ruleId }) => ruleId === id));
      return others.length === 0
        ? ({ outcome: 'ACCESS_DENIED', detail: 'as the test has it' } as const)
        : await world.ec2.revoke(group, others);
    },
  };
  return { held, dependencies: { ...world.dependencies, ingressRules } };
};

describe('a target with several ports', () => {
  it('means one rule for each range, in whatever order the configuration lists them', async () => {
    const { access, digest } = await worldOf().ask();
    expect(access.permissions).toEqual(ALL);
    const reordered = { ...SEVERAL, ports: ports([SQL, DNS, DEBUG]) };
    expect((await worldOf(reordered).ask()).digest).toBe(digest);
  });

  it('opens all of them, and the clock starts when the last one stands', async () => {
    const world = worldOf();
    const id = await approved(world);
    expect(await world.activate(id)).toEqual({
      outcome: 'ACTIVE',
      expiresAt: world.clock.now() + 30 * 60_000,
    });
    expect(callsOf(world)).toEqual(['authorize', 'authorize', 'authorize']);
    expect(standing(world)).toEqual(ALL);
    expect((await world.read(id)).grant).toMatchObject({
      rules: world.ec2.standing(ORDERS.group).map(({ ruleId }) => ruleId),
    });
  });

  it('is not open while one of them is not', async () => {
    const world = worldOf();
    const id = await approved(world);
    world.ec2.fail('authorize', 'THROTTLED');
    expect(await world.activate(id)).toEqual({ outcome: 'STILL_OPENING' });
    expect(standing(world)).toHaveLength(2);
    expect((await world.read(id)).grant).toMatchObject({ status: 'ACTIVATING' });
    await world.afterMinutes(2);
    expect(await world.activate(id)).toMatchObject({ outcome: 'ACTIVE' });
    expect(new Set(standing(world))).toEqual(new Set(ALL));
  });

  /** The first to be called for stays closed, minute after minute; the others open at once. */
  const heldUp = async (world: World, waits: number, minutes = 30): Promise<string> => {
    const { id } = await world.ask({ minutes });
    await world.approve(id);
    for (let minute = 0; minute < waits; minute += 1) {
      world.ec2.fail('authorize', 'THROTTLED');
      await world.activate(id);
      await world.afterMinutes(1);
    }
    return id;
  };

  it('is open for no longer than was approved, however long the last of them took to open', async () => {
    const world = worldOf();
    const opensAt = world.clock.now();
    const id = await heldUp(world, 8);
    const expiresAt = opensAt + (30 + 2) * 60_000;
    expect(await world.activate(id)).toEqual({ outcome: 'ACTIVE', expiresAt });
  });

  it('fails, and closes what is open, once some stood for as long as was approved', async () => {
    const world = worldOf();
    const id = await heldUp(world, 7, 5);
    expect(standing(world)).toHaveLength(2);
    await world.sweep();
    expect(standing(world)).toEqual([]);
    expect((await world.read(id)).grant).toMatchObject({
      status: 'FAILED',
      activatedAt: null,
      ending: { reason: 'ACTIVATION_TIMED_OUT', detail: expect.stringContaining('Some of its rules stood') },
    });
  });

  it('opens none of them while an earlier rule of one is closing, and then all for as long as was approved', async () => {
    const world = worldOf();
    const first = await approved(world);
    await world.activate(first);
    const { held, dependencies } = keepingOpen(world, 53);
    await world.afterMinutes(30);
    await sweep(dependencies)({ all: true });
    expect(standing(world)).toEqual([DNS]);
    const second = await approved(world);
    expect(await activateGrant(dependencies)({ requestId: second })).toEqual({ outcome: 'STILL_OPENING' });
    expect(standing(world)).toEqual([DNS]);
    held.isOver = true;
    await world.afterMinutes(2);
    await sweep(dependencies)({ all: true });
    expect(await world.activate(second)).toEqual({
      outcome: 'ACTIVE',
      expiresAt: world.clock.now() + 30 * 60_000,
    });
    expect(new Set(standing(world))).toEqual(new Set(ALL));
  });

  it('is bounded by the rule of another grant that it waits beside, once that grant is over', async () => {
    const world = worldOf();
    const throttled: IngressRules = {
      list: (...call) => world.ec2.list(...call),
      revoke: (...call) => world.ec2.revoke(...call),
      authorize: async (group, permission, marks) =>
        permission.fromPort === 53
          ? { outcome: 'THROTTLED', detail: 'as the test has it' }
          : await world.ec2.authorize(group, permission, marks),
    };
    const dependencies = { ...world.dependencies, ingressRules: throttled };
    const long = await world.ask({ minutes: 60 });
    const short = await world.ask({ by: 'dave', minutes: 5 });
    for (const { id } of [long, short]) await world.approve(id);
    for (const { id } of [long, short]) await activateGrant(dependencies)({ requestId: id });
    expect(standing(world)).toHaveLength(2);
    await world.afterMinutes(1);
    await world.revoke(long.id);
    for (let minute = 1; minute < 8; minute += 1) {
      await sweep(dependencies)({ all: true });
      await world.afterMinutes(1);
    }
    expect(standing(world)).toEqual([]);
    expect((await world.read(short.id)).grant).toMatchObject({
      status: 'FAILED',
      ending: { reason: 'ACTIVATION_TIMED_OUT' },
    });
  });

  it('fails where its only rule is found once its time is over, and is never called open', async () => {
    const world = worldOf(ORDERS);
    const { id } = await world.ask({ minutes: 3 });
    await world.approve(id);
    world.ec2.fail('authorize', 'LOST_AFTER');
    world.ec2.fail('list', 'THROTTLED');
    await world.activate(id);
    expect(standing(world)).toHaveLength(1);
    await world.afterMinutes(6);
    await world.activate(id);
    await world.sweep();
    expect(standing(world)).toEqual([]);
    expect((await world.read(id)).grant).toMatchObject({ status: 'FAILED', activatedAt: null });
    expect(await world.eventTypes(id)).not.toContain('ACTIVATED');
  });

  it('calls for none of them again while the rule of another, edited by hand, does not close', async () => {
    const world = worldOf();
    const id = await approved(world);
    world.ec2.fail('authorize', 'THROTTLED');
    await world.activate(id);
    world.ec2.byHand(ORDERS.group, (rules) =>
      rules.map((rule) => ({
        ...rule,
        permission: rule.permission && { ...rule.permission, source: '10.0.0.0/8' },
      })),
    );
    const { dependencies } = keepingOpen(world, DEBUG.fromPort);
    await world.afterMinutes(2);
    await sweep(dependencies)({ all: true });
    const calls = callsOf(world).filter((kind) => kind === 'authorize').length;
    expect(await activateGrant(dependencies)({ requestId: id })).toEqual({ outcome: 'STILL_OPENING' });
    expect(callsOf(world).filter((kind) => kind === 'authorize')).toHaveLength(calls);
  });

  it('opens none of them where one stands already, and leaves that one alone', async () => {
    const world = worldOf();
    const foreign = world.ec2.newRule(DEBUG);
    world.ec2.byHand(ORDERS.group, (rules) => [...rules, foreign]);
    const id = await approved(world);
    await world.activate(id);
    await world.sweep();
    expect((await world.read(id)).grant).toMatchObject({
      status: 'FAILED',
      activatedAt: null,
      ending: { reason: 'RULE_EXISTS', detail: expect.stringContaining(foreign.ruleId) },
    });
    expect(world.ec2.standing(ORDERS.group)).toEqual([foreign]);
  });

  it('opens none of them where the group has no room for all', async () => {
    const world = worldOf();
    world.ec2.limit = 2;
    const id = await approved(world);
    await world.activate(id);
    await world.sweep();
    const { grant } = await world.read(id);
    expect(grant).toMatchObject({ status: 'FAILED', ending: { reason: 'LIMIT_EXCEEDED' } });
    expect(grant).toMatchObject({ closures: [{}, {}, { ruleId: null, evidence: 'REFUSED' }] });
    expect(standing(world)).toEqual([]);
  });

  it('opens all of them after a run that died half-way through its calls', async () => {
    const world = worldOf();
    const id = await approved(world);
    let calls = 0;
    const dying: IngressRules = {
      list: (...call) => world.ec2.list(...call),
      revoke: (...call) => world.ec2.revoke(...call),
      authorize: async (...call) => {
        calls += 1;
        if (calls === 2) throw new Error('The function is over');
        return await world.ec2.authorize(...call);
      },
    };
    const run = activateGrant({ ...world.dependencies, ingressRules: dying })({ requestId: id });
    await expect(run).rejects.toThrow('The function is over');
    expect(await world.grantStatus(id)).toBe('ACTIVATING');
    await world.afterMinutes(1);
    expect(await world.activate(id)).toMatchObject({ outcome: 'ACTIVE' });
    expect(new Set(standing(world))).toEqual(new Set(ALL));
  });

  it('closes all that a run opened that died half-way and never came back', async () => {
    const world = worldOf();
    const id = await approved(world);
    world.ec2.fail('authorize', 'LOST_AFTER');
    await world.activate(id);
    for (let minute = 0; minute < 60; minute += 1) {
      await world.afterMinutes(1);
      await world.sweep();
    }
    expect(standing(world)).toEqual([]);
    expect(['EXPIRED', 'FAILED']).toContain(await world.grantStatus(id));
  });
});

describe('closing several ports', () => {
  it('is one call for all of them, and a receipt for each', async () => {
    const world = worldOf();
    const { id } = await world.openGrant();
    const rules = world.ec2.standing(ORDERS.group).map(({ ruleId }) => ruleId);
    await world.afterMinutes(30);
    expect(await world.end(id)).toEqual({ outcome: 'ENDED', status: 'EXPIRED' });
    expect(world.ec2.calls.filter(({ kind }) => kind === 'revoke')).toMatchObject([{ ruleIds: rules }]);
    expect(standing(world)).toEqual([]);
    expect((await world.read(id)).grant).toMatchObject({
      closures: rules.map((ruleId) => ({ ruleId, evidence: 'ANSWERED_AND_ABSENT' })),
    });
  });

  it('closes the others where one cannot be closed, and is not over before that one is', async () => {
    const world = worldOf();
    const { id } = await world.openGrant();
    const { held, dependencies } = keepingOpen(world, DEBUG.fromPort);
    await world.afterMinutes(30);
    await sweep(dependencies)({ all: true });
    await world.afterMinutes(1);
    await sweep(dependencies)({ all: true });
    expect(standing(world)).toEqual([DEBUG]);
    expect(await world.grantStatus(id)).toMatch(/^REVOK/);

    held.isOver = true;
    await world.afterMinutes(2);
    await sweep(dependencies)({ all: true });
    expect(standing(world)).toEqual([]);
    expect(await world.grantStatus(id)).toBe('EXPIRED');
  });

  it('has a receipt for each, be it that one was closed long after the others', async () => {
    const world = worldOf();
    const { id } = await world.openGrant();
    const rules = world.ec2.standing(ORDERS.group).map(({ ruleId }) => ruleId);
    const { held, dependencies } = keepingOpen(world, DEBUG.fromPort);
    await world.afterMinutes(30);
    for (let minute = 0; minute < 60; minute += 1) {
      await sweep(dependencies)({ all: true });
      await world.afterMinutes(1);
    }
    held.isOver = true;
    await sweep(dependencies)({ all: true });
    const { grant } = await world.read(id);
    expect(grant?.status).toBe('EXPIRED');
    const closed = grant && 'closures' in grant ? grant.closures.map(({ ruleId }) => ruleId) : [];
    expect(new Set(closed)).toEqual(new Set(rules));
    // Once it is said, the rows are forgotten like all others.
    for (let minute = 0; minute < 15; minute += 1) {
      await world.afterMinutes(1);
      await world.sweep();
    }
    expect((await world.store.readGroup(ORDERS.group)).ledger).toEqual([]);
  });

  it('keeps what another target still needs, by name, and closes the rest', async () => {
    const single: Target = { ...ORDERS, name: 'sql-alone', ports: ports([SQL]) };
    const world = worldOf(SEVERAL, single);
    const { id } = await world.openGrant({ minutes: 30 });
    const other = await world.openGrant({ target: 'sql-alone', minutes: 60 });
    await world.afterMinutes(30);
    expect(await world.end(id)).toEqual({ outcome: 'ENDED', status: 'EXPIRED' });
    expect(standing(world)).toEqual([SQL]);
    expect((await world.read(id)).grant).toMatchObject({
      closures: [{}, {}],
      held: [{ ruleKey: 'tcp/5432-5432/10.20.30.40/32', byGrant: other.id }],
    });
  });

  it('puts the one right that somebody edited, and leaves the others', async () => {
    const world = worldOf();
    const { id } = await world.openGrant();
    const before = world.ec2.standing(ORDERS.group);
    world.ec2.byHand(ORDERS.group, (rules) =>
      rules.map((rule) =>
        rule.permission?.fromPort === DNS.fromPort
          ? { ...rule, permission: { ...DNS, toPort: 60 }, admits: { ...DNS, toPort: 60 } }
          : rule,
      ),
    );
    await world.sweep();
    expect(world.signals.map(({ code }) => code)).toContain('RULE_EDITED');
    await world.afterMinutes(1);
    await world.sweep();
    expect(new Set(standing(world))).toEqual(new Set(ALL));
    const ids = (rules: typeof before) => rules.map(({ ruleId }) => ruleId);
    expect(ids(world.ec2.standing(ORDERS.group)).filter((id) => ids(before).includes(id))).toHaveLength(2);
    expect(await world.grantStatus(id)).toBe('ACTIVE');
  });
});
