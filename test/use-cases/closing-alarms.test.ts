import { describe, expect, it } from 'vitest';
import type { StandingGrant } from '../../functions/domain/group-state.ts';
import { HOUR, MINUTE } from '../../functions/domain/instant.ts';
import type { Consistency } from '../../functions/domain/observed-rule.ts';
import { overdueRules } from '../../functions/domain/overdue.ts';
import type { IngressRules } from '../../functions/ports/ingress-rules.ts';
import type { Signal, SignalCode } from '../../functions/ports/signals.ts';
import { activateGrant } from '../../functions/use-cases/activate-grant.ts';
import { sweep } from '../../functions/use-cases/sweep.ts';
import { aConfiguration, aWorld, ORDERS, type World } from '../support/world.ts';

/** As on AWS: reads may be stale for minutes, and clocks apart. */
const EC2: Consistency = {
  functionTimeout: MINUTE,
  signatureValidity: 15 * MINUTE,
  staleReads: 6 * MINUTE,
  clockSkew: 10 * MINUTE,
};

const having = (world: World, calls: Partial<IngressRules>) => ({
  ...world.dependencies,
  ingressRules: {
    list: (...call: Parameters<IngressRules['list']>) => world.ec2.list(...call),
    authorize: (...call: Parameters<IngressRules['authorize']>) => world.ec2.authorize(...call),
    revoke: (...call: Parameters<IngressRules['revoke']>) => world.ec2.revoke(...call),
    ...calls,
  },
});

/** Every minute, for so long; answers what was signalled. */
const swept = async (
  world: World,
  dependencies: ReturnType<typeof having>,
  minutes: number,
): Promise<readonly Signal[]> => {
  const before = world.signals.length;
  for (let minute = 0; minute < minutes; minute += 1) {
    await sweep(dependencies)({ all: true });
    await world.afterMinutes(1);
  }
  return world.signals.slice(before);
};
/** Writes standing grants into a group as no plan would: a bug, a forged item, half a restore. */
const rewrite = async (world: World, putGrants: readonly StandingGrant[]): Promise<void> => {
  const { version } = await world.store.readGroup(ORDERS.group);
  await world.store.commit({
    changes: [],
    group: {
      group: ORDERS.group,
      basedOn: version,
      putGrants,
      removeGrants: [],
      putRows: [],
      removeRows: [],
    },
  });
};

const codes = (signals: readonly Signal[]): readonly SignalCode[] => signals.map(({ code }) => code);
const isOverdue = (signals: readonly Signal[]): boolean =>
  signals.some((signal) => signal.code === 'OVERDUE_OPEN_RULES' && signal.count > 0);

describe('a rule that EC2 goes on showing', () => {
  const sayings: readonly (readonly [string, IngressRules['revoke']])[] = [
    ['lists it as removed', async (_, ruleIds) => ({ outcome: 'ANSWERED', ruleIds })],
    ['knows no such rule', async () => ({ outcome: 'RULE_NOT_FOUND', detail: '' })],
    ['knows no such group', async () => ({ outcome: 'GROUP_NOT_FOUND', detail: '' })],
  ];

  it.each(sayings)('although it %s is overdue and loud once no read can be stale', async (_, revoke) => {
    const world = aWorld(aConfiguration(), EC2);
    const { id } = await world.openGrant({ minutes: 5 });
    await world.afterMinutes(6);
    const signals = await swept(world, having(world, { revoke }), 30);
    expect(codes(signals)).toContain('REVOKE_FAILED');
    expect(isOverdue(signals)).toBe(true);
    expect((await world.read(id)).grant).toMatchObject({
      status: 'REVOKE_FAILED',
      lastError: 'STILL_PRESENT',
    });
    await swept(world, having(world, {}), 2);
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(await world.grantStatus(id)).toBe('EXPIRED');
  });
});

describe('a group that cannot be read', () => {
  const list: IngressRules['list'] = async () => ({ outcome: 'ACCESS_DENIED', detail: 'as the test has it' });

  it('is reported once a run for each grant that closes in it, and written as often', async () => {
    const world = aWorld(aConfiguration(), EC2);
    const { id } = await world.openGrant({ minutes: 5 });
    await world.afterMinutes(6);
    await swept(world, having(world, { list }), 5);
    const { version } = await world.store.readGroup(ORDERS.group);
    const signals = await swept(world, having(world, { list }), 1);
    expect(codes(signals).filter((code) => code === 'REVOKE_FAILED')).toHaveLength(1);
    expect(codes(signals)).not.toContain('GROUP_NOT_SWEPT');
    expect((await world.store.readGroup(ORDERS.group)).version - version).toBeLessThanOrEqual(1);
    expect(await world.grantStatus(id)).toBe('REVOKE_FAILED');
  });

  it('makes a grant loud of which a call may have opened a rule that nobody can see', async () => {
    const world = aWorld(aConfiguration(), EC2);
    const { id } = await world.ask({ minutes: 5 });
    await world.approve(id);
    world.ec2.fail('authorize', 'LOST_AFTER');
    await activateGrant(having(world, { list }))({ requestId: id });
    expect(world.ec2.standing(ORDERS.group)).toHaveLength(1);
    await world.revoke(id);
    expect(codes(await swept(world, having(world, { list }), 6))).toContain('REVOKE_FAILED');
    await swept(world, having(world, {}), 2);
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
  });
});

describe('the backstop of a rule', () => {
  it('closes it, loudly, whatever a record of its group says of its grant', async () => {
    const world = aWorld(aConfiguration(), EC2);
    const { id } = await world.openGrant({ minutes: 5 });
    const { grants } = await world.store.readGroup(ORDERS.group);
    const lasting = grants.map((grant) => ({ ...grant, endsAt: world.clock.now() + 30 * 24 * HOUR }));
    await rewrite(world, lasting);
    await world.afterMinutes(8);
    const signals = await swept(world, having(world, {}), 3);
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(codes(signals)).toContain('RECORD_CONTRADICTS_GROUP');
    expect(signals).toContainEqual({ code: 'RECORD_CONTRADICTS_GROUP', requestId: id });
  });

  it('makes it overdue where it could not be closed', async () => {
    const world = aWorld(aConfiguration(), EC2);
    await world.openGrant({ minutes: 5 });
    const state = await world.store.readGroup(ORDERS.group);
    const lasting = state.grants.map((grant) => ({ ...grant, endsAt: world.clock.now() + HOUR }));
    const forged = { ...state, grants: lasting };
    expect(overdueRules(forged, world.clock.now() + 9 * MINUTE)).toBe(0);
    expect(overdueRules(forged, world.clock.now() + 11 * MINUTE)).toBe(1);
  });
});

describe('a rule that stood for long when its closing began', () => {
  it('stays overdue while its closing fails', async () => {
    const world = aWorld(aConfiguration(), EC2);
    await world.openGrant({ minutes: 5 });
    await world.afterMinutes(20);
    const revoke: IngressRules['revoke'] = async () => ({ outcome: 'ACCESS_DENIED', detail: '' });
    expect(isOverdue(await swept(world, having(world, { revoke }), 1))).toBe(true);
  });
});

describe('a rule that somebody edits before its id is on record', () => {
  it('is flagged, closed, and opened as it was approved', async () => {
    const world = aWorld(aConfiguration(), EC2);
    const { id } = await world.ask({ minutes: 30 });
    await world.approve(id);
    world.ec2.fail('authorize', 'LOST_AFTER');
    world.ec2.fail('list', 'THROTTLED');
    await world.activate(id);
    world.ec2.byHand(ORDERS.group, (rules) =>
      rules.map((rule) => ({
        ...rule,
        permission: rule.permission && { ...rule.permission, source: '10.0.0.0/8' },
      })),
    );
    await world.afterMinutes(2);
    await world.sweep();
    expect(world.signals.map(({ code }) => code)).toContain('RULE_EDITED');
    await world.activate(id);
    expect(world.ec2.standing(ORDERS.group)).toMatchObject([
      { permission: (await world.read(id)).access.permissions[0] },
    ]);
  });
});

describe('a rule that somebody removed', () => {
  it('is flagged although all that is left to write in its group contradicts the records', async () => {
    const world = aWorld(aConfiguration({ missingRule: 'report' }), EC2);
    await world.openGrant({ minutes: 60 });
    const { grants } = await world.store.readGroup(ORDERS.group);
    const gone = grants.map((grant) => ({
      ...grant,
      grantId: `req_${'0'.repeat(26)}`,
      permissions: grant.permissions.map((one) => ({ ...one, source: '10.20.9.9/32' })),
    }));
    await rewrite(world, gone);
    world.ec2.byHand(ORDERS.group, () => []);
    await world.afterMinutes(20);
    expect(codes(await swept(world, having(world, {}), 1))).toEqual(
      expect.arrayContaining(['RULE_MISSING', 'RECORD_CONTRADICTS_GROUP', 'GROUP_NOT_SWEPT']),
    );
  });
});

describe('closes that fail, more of them than one commit moves grants', () => {
  it('are each of them said to have failed, in the same run', async () => {
    const world = aWorld(aConfiguration(), EC2);
    const ids: string[] = [];
    for (let index = 0; index < 47; index += 1) {
      ids.push((await world.openGrant({ source: `10.0.1.${index}`, minutes: 5 })).id);
    }
    await world.afterMinutes(5);
    world.ec2.revoke = async () => ({ outcome: 'ACCESS_DENIED', detail: 'no rights' });
    await world.sweep();
    for (const id of ids) expect(await world.grantStatus(id)).toBe('REVOKE_FAILED');
    const said = world.signals.flatMap((signal) =>
      signal.code === 'REVOKE_FAILED' ? [signal.requestId] : [],
    );
    expect(said.toSorted()).toEqual(ids.toSorted());
  });
});

describe('twenty grants whose records are gone', () => {
  it('keep no other of their group from its end', async () => {
    const world = aWorld(aConfiguration(), EC2);
    const { id } = await world.openGrant({ minutes: 5 });
    const { grants } = await world.store.readGroup(ORDERS.group);
    const gone = Array.from({ length: 20 }, (_, index) =>
      grants.map((grant) => ({
        ...grant,
        grantId: `req_${String(index).padStart(26, '0')}`,
        permissions: grant.permissions.map((one) => ({ ...one, source: `10.20.9.${index}/32` })),
        endsAt: world.clock.now(),
      })),
    ).flat();
    await rewrite(world, gone);
    await world.afterMinutes(6);
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(await world.grantStatus(id)).toBe('EXPIRED');
  });
});
