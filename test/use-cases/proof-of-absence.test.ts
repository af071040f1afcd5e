import { describe, expect, it } from 'vitest';
import { ec2Consistency } from '../../functions/adapters/aws/ec2/consistency.ts';
import { ACTIVATION_WINDOW } from '../../functions/domain/due.ts';
import { HOUR, MINUTE, SECOND } from '../../functions/domain/instant.ts';
import { convergeGroup } from '../../functions/use-cases/converge/converge-group.ts';
import { aConfiguration, aWorld, ORDERS, type World } from '../support/world.ts';

const AWS = ec2Consistency(MINUTE);
const anAwsWorld = (overrides: Parameters<typeof aConfiguration>[0] = {}) =>
  aWorld(aConfiguration(overrides), AWS);

/** A grant that is over, whose revoke call worked although its answer was lost, and was then repeated. */
const closedUnseen = async (world: World, minutes: number) => {
  const { id } = await world.openGrant({ minutes });
  await world.afterMinutes(minutes);
  world.ec2.fail('revoke', 'LOST_AFTER');
  await world.end(id);
  await world.afterSeconds(10);
  await world.end(id);
  return id;
};

describe('a rule of which EC2 says that there is none', () => {
  it('is believed to be gone by a read that would show it, had it been there since it was opened', async () => {
    const world = anAwsWorld();
    const id = await closedUnseen(world, 20);
    expect(await world.grantStatus(id)).toBe('EXPIRED');
  });

  it('is not believed to be gone while a read may show the time before it was opened', async () => {
    const world = anAwsWorld();
    const id = await closedUnseen(world, 5);
    expect(await world.grantStatus(id)).toBe('REVOKING');
    await world.afterSeconds(11 * 60 - 20);
    await world.end(id);
    expect(await world.grantStatus(id)).toBe('REVOKING');
    await world.afterSeconds(11);
    await world.end(id);
    expect(await world.grantStatus(id)).toBe('EXPIRED');
  });

  it('counts as overdue no longer: what is left is to see it', async () => {
    const world = anAwsWorld();
    await closedUnseen(world, 5);
    await world.afterMinutes(4);
    expect(await world.sweep()).toMatchObject({ overdue: 0 });
  });

  it('does not keep the next grant of the same access from opening, once it is proven', async () => {
    const world = anAwsWorld();
    await closedUnseen(world, 5);
    const { id } = await world.ask();
    await world.approve(id);
    expect(await world.activate(id)).toEqual({ outcome: 'STILL_OPENING' });
    await world.afterMinutes(12);
    expect(await world.activate(id)).toMatchObject({ outcome: 'ACTIVE' });
  });
});

describe('the time within which a grant must have opened', () => {
  it('is longer than it can take to prove that an earlier rule of its key is gone', () => {
    const { functionTimeout, staleReads, clockSkew = 0 } = AWS;
    expect(ACTIVATION_WINDOW).toBeGreaterThan(functionTimeout + staleReads + clockSkew + 5 * MINUTE);
  });
});

describe('a rule that a stale read lacks', () => {
  it('is not taken for one that somebody removed, however far two clocks are apart', async () => {
    const world = anAwsWorld({ missingRule: 'reopen' });
    const { id } = await world.openGrant({ minutes: 60 });
    const now = world.clock.now.bind(world.clock);
    await world.afterSeconds(30);
    world.ec2.staleReads = MINUTE;
    const ahead = { now: () => now() + 10 * MINUTE };
    await convergeGroup({ ...world.dependencies, clock: ahead })({ group: ORDERS.group, sweeping: true });
    world.ec2.staleReads = 0;
    await world.revoke(id);
    await world.end(id);
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(await world.grantStatus(id)).toBe('REVOKED');
  });
});

describe('EC2 that answers nothing, each call for ten seconds', () => {
  const TARGETS = Array.from({ length: 6 }, (_, index) => ({
    ...ORDERS,
    name: `target-${index}`,
    group: { ...ORDERS.group, groupId: `sg-${String(index).padStart(17, '0')}` },
  }));

  it.each([
    { groups: 1, rules: 8 },
    { groups: 1, rules: 60 },
    { groups: 6, rules: 30 },
  ])(
    'keeps no run from writing down what it knows: of $rules rules in each of $groups groups, the failure is said, and counted',
    async ({ groups, rules }) => {
      const limits = {
        openGrants: 1_000,
        pendingRequests: 1_000,
        requestsPerHour: 1_000,
        widestSources: 100,
      };
      const world = aWorld(aConfiguration({ targets: TARGETS, limits }), AWS);
      const ids: string[] = [];
      for (const { name: target } of TARGETS.slice(0, groups)) {
        for (let index = 0; index < rules; index += 1) {
          ids.push((await world.openGrant({ target, source: `10.0.1.${index}`, minutes: 30 })).id);
        }
      }
      await world.afterMinutes(30);
      const hang = async () => {
        await world.clock.advance(10 * SECOND);
        return { outcome: 'UNKNOWN', detail: 'time-out' } as const;
      };
      world.ec2.list = hang;
      world.ec2.revoke = hang;
      const until = world.clock.now() + HOUR;
      let longest = 0;
      while (world.clock.now() < until) {
        const startedAt = world.clock.now();
        await world.sweep();
        longest = Math.max(longest, world.clock.now() - startedAt);
        await world.clock.advance(Math.max(SECOND, startedAt + MINUTE - world.clock.now()));
      }
      expect(longest).toBeLessThan(AWS.functionTimeout);
      for (const id of ids) expect(await world.grantStatus(id)).toBe('REVOKE_FAILED');
      const counted = world.signals.findLast(({ code }) => code === 'OVERDUE_OPEN_RULES');
      expect(counted).toMatchObject({ count: groups * rules });
    },
  );
});

describe('a group that EC2 does not list', () => {
  it('makes a close that cannot be proven a failed one, with its last error and next try', async () => {
    const world = anAwsWorld();
    const { id } = await world.openGrant({ minutes: 5 });
    await world.afterMinutes(5);
    for (let calls = 0; calls < 100; calls += 1) world.ec2.fail('list', 'ACCESS_DENIED');
    await world.end(id);
    expect(await world.grantStatus(id)).toBe('REVOKING');
    await world.afterMinutes(3);
    await world.end(id);
    expect((await world.read(id)).grant).toMatchObject({
      status: 'REVOKE_FAILED',
      lastError: 'GROUP_UNREADABLE',
      nextTryAt: world.clock.now() + MINUTE,
    });
  });
});
