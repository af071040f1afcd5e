import { describe, expect, it } from 'vitest';
import type { Configuration, Target } from '../../functions/domain/configuration.ts';
import type { GroupRef, Permission } from '../../functions/domain/rule-key.ts';
import { activateGrant } from '../../functions/use-cases/activate-grant.ts';
import { weighRequest } from '../../functions/use-cases/weigh-request.ts';
import { aConfiguration, aWorld, ORDERS, person, type World } from '../support/world.ts';

const APP: GroupRef = { ...ORDERS.group, groupId: 'sg-0aaaaaaaaaaaaaaaa' };
const OTHER: GroupRef = { ...ORDERS.group, groupId: 'sg-0bbbbbbbbbbbbbbbb' };
const PARTNERS = 'pl-0cccccccccccccccc';
const ROBOT = { kind: 'machine', name: 'robot', owners: ['dora@example.com'] } as const;
const permission = (source: string): Permission => ({
  protocol: 'tcp',
  fromPort: 5432,
  toPort: 5432,
  source,
});

const configuration = (target: Partial<Target> = {}): Configuration => {
  const orders: Target = {
    ...ORDERS,
    allowedSources: ['10.0.0.0/8', APP.groupId, PARTNERS],
    requesters: [...ORDERS.requesters, 'machine:robot'],
    ...target,
  };
  // Groups that are only there to be named as sources.
  const beside = [APP, OTHER].map((group, index) => ({ ...ORDERS, name: `beside-${index}`, group }));
  return aConfiguration({ targets: [orders, ...beside] });
};

const worldOf = (target: Partial<Target> = {}): World => {
  const world = aWorld(configuration(target));
  world.ec2.prefixLists.set(PARTNERS, 5);
  return world;
};
const standing = (world: World) => world.ec2.standing(ORDERS.group).map(({ permission }) => permission);

describe('a source that is a security group or prefix list', () => {
  it.each([APP.groupId, PARTNERS])('is opened for a machine, and closed: %s', async (source) => {
    const world = worldOf();
    const { id } = await world.openGrant({ machine: ROBOT, source });
    expect(standing(world)).toEqual([permission(source)]);
    await world.afterMinutes(30);
    expect(await world.end(id)).toEqual({ outcome: 'ENDED', status: 'EXPIRED' });
    expect(standing(world)).toEqual([]);
    expect((await world.read(id)).grant).toMatchObject({ closures: [{ otherWaysIn: [] }], held: [] });
  });

  it.each([
    ['of a person', { by: person('alice'), source: APP.groupId }, 'only machines'],
    ['that the target does not name', { by: ROBOT, source: OTHER.groupId }, 'sg-0aaaaaaaaaaaaaaaa'],
    ['that is another list', { by: ROBOT, source: 'pl-0dddddddddddddddd' }, PARTNERS],
  ] as const)('is refused before anything is written: one %s', async (_, { by, source }, says) => {
    const weighed = await weighRequest(worldOf().dependencies)({
      caller: by,
      target: 'orders-db',
      durationMinutes: 30,
      reason: 'Because',
      source,
      callerAddress: null,
      ticket: null,
      startsAt: null,
    });
    expect(weighed).toMatchObject({
      refusal: { outcome: 'SOURCE_NOT_ALLOWED', detail: expect.stringContaining(says) },
    });
  });

  it('is taken from a person where the target says so', async () => {
    const world = worldOf({ referencedSources: 'anybody' });
    await world.openGrant({ by: 'alice', source: APP.groupId });
    expect(standing(world)).toEqual([permission(APP.groupId)]);
  });

  it('does not open any more once the target takes it from machines alone', async () => {
    const world = worldOf({ referencedSources: 'anybody' });
    const { id } = await world.ask({ by: 'alice', source: APP.groupId });
    await world.approve(id);
    const narrowed = { ...world.dependencies, configuration: configuration() };
    expect(await activateGrant(narrowed)({ requestId: id })).toMatchObject({
      outcome: 'NOT_ACTIVE',
      reason: 'DIGEST_CHANGED',
    });
    expect(world.ec2.calls).toEqual([]);
  });
});

describe('opening for everything in a group or list', () => {
  const failure = async (world: World, source: string) => {
    const { id } = await world.ask({ machine: ROBOT, source });
    await world.approve(id);
    await world.activate(id);
    await world.sweep();
    const { grant } = await world.read(id);
    return { status: grant?.status, ...(grant && 'ending' in grant ? grant.ending : {}) };
  };

  it('fails where the list may have more entries than the group has room for', async () => {
    const world = worldOf();
    world.ec2.limit = 4;
    expect(await failure(world, PARTNERS)).toMatchObject({ status: 'FAILED', reason: 'LIMIT_EXCEEDED' });
    expect(standing(world)).toEqual([]);
  });

  it('fails where the list is gone, and says that it is the source', async () => {
    const world = worldOf();
    world.ec2.prefixLists.clear();
    expect(await failure(world, PARTNERS)).toMatchObject({ status: 'FAILED', reason: 'SOURCE_NOT_FOUND' });
  });

  it('fails where somebody else let the very same in already, and names that rule', async () => {
    const world = worldOf();
    const foreign = world.ec2.newRule(permission(APP.groupId));
    world.ec2.byHand(ORDERS.group, (rules) => [...rules, foreign]);
    expect(await failure(world, APP.groupId)).toMatchObject({
      reason: 'RULE_EXISTS',
      detail: expect.stringContaining(foreign.ruleId),
    });
    expect(world.ec2.standing(ORDERS.group)).toEqual([foreign]);
  });
});

describe('a rule of ours for a group', () => {
  it('is put right where somebody made it let in another group', async () => {
    const world = worldOf();
    await world.openGrant({ machine: ROBOT, source: APP.groupId });
    world.ec2.byHand(ORDERS.group, (rules) =>
      rules.map((rule) => ({
        ...rule,
        permission: permission(OTHER.groupId),
        admits: permission(OTHER.groupId),
      })),
    );
    await world.sweep();
    await world.afterMinutes(1);
    await world.sweep();
    expect(world.signals.map(({ code }) => code)).toContain('RULE_EDITED');
    expect(standing(world)).toEqual([permission(APP.groupId)]);
  });

  it('is closed where it has both of our marks and no record', async () => {
    const world = worldOf();
    const marks = { deployment: 'test', ledgerId: `lg_${'0'.repeat(26)}` };
    const lost = [APP.groupId, PARTNERS].map((source, index) =>
      world.ec2.newRule(permission(source), {
        ...marks,
        ledgerId: marks.ledgerId.replace(/0$/, String(index)),
      }),
    );
    await world.openGrant();
    world.ec2.byHand(ORDERS.group, (rules) => [...rules, ...lost]);
    await world.sweep();
    expect(standing(world)).toEqual([permission('10.20.30.40/32')]);
    expect(world.signals.filter(({ code }) => code === 'ORPHAN_RULE')).toHaveLength(2);
  });
});

describe('the receipt of a closed grant', () => {
  it('says of what it cannot know that it may let in the same', async () => {
    const world = worldOf();
    const { id } = await world.openGrant({ machine: ROBOT, source: APP.groupId });
    const same = world.ec2.newRule({ ...permission(APP.groupId), fromPort: 5000, toPort: 6000 });
    const network = world.ec2.newRule(permission('10.20.0.0/16'));
    const list = world.ec2.newRule(permission(PARTNERS));
    const elsewhere = world.ec2.newRule({ ...permission(APP.groupId), protocol: 'udp' });
    world.ec2.byHand(ORDERS.group, (rules) => [...rules, network, same, list, elsewhere]);
    await world.afterMinutes(30);
    await world.end(id);
    expect((await world.read(id)).grant).toMatchObject({
      closures: [
        {
          otherWaysIn: [
            { ruleId: same.ruleId, certain: true },
            { ruleId: network.ruleId, certain: false },
            { ruleId: list.ruleId, certain: false },
          ],
        },
      ],
    });
  });
});
