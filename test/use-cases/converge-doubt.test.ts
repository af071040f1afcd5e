import { describe, expect, it } from 'vitest';
import { convergeGroup } from '../../functions/use-cases/converge/converge-group.ts';
import { aWorld, ORDERS } from '../support/world.ts';

const PERMISSION = { protocol: 'tcp', fromPort: 5432, toPort: 5432, source: '10.20.30.40/32' } as const;

describe('an authorize call that may still take effect, after another has opened the rule', () => {
  const doubted = async () => {
    const world = aWorld();
    const { id } = await world.ask({ minutes: 1 });
    await world.approve(id);
    world.ec2.fail('authorize', 'LOST_BEFORE');
    await world.activate(id);
    const [doubtful] = (await world.store.readGroup(ORDERS.group)).ledger;
    await world.activate(id);
    await world.afterMinutes(1);
    return { world, id, ledgerId: doubtful?.id ?? null };
  };

  it('keeps the end from being said until it no longer can', async () => {
    const { world, id } = await doubted();
    expect(await world.end(id)).toEqual({ outcome: 'STILL_CLOSING' });
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    await world.afterMinutes(10);
    expect(await world.end(id)).toEqual({ outcome: 'STILL_CLOSING' });
    await world.afterMinutes(2);
    expect(await world.end(id)).toEqual({ outcome: 'ENDED', status: 'EXPIRED' });
  });

  it('is closed by the workflow alone when it takes effect late', async () => {
    const { world, id, ledgerId } = await doubted();
    await world.end(id);
    const late = world.ec2.newRule(PERMISSION, { deployment: 'test', ledgerId });
    world.ec2.byHand(ORDERS.group, (rules) => [...rules, late]);
    await world.end(id);
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(await world.grantStatus(id)).toBe('EXPIRED');
  });

  it('leaves nothing unsettled in the end', async () => {
    const { world, id } = await doubted();
    await world.afterMinutes(11);
    await world.end(id);
    await world.end(id);
    expect((await world.store.readGroup(ORDERS.group)).ledger.every(({ state }) => state === 'SETTLED')).toBe(
      true,
    );
  });
});

describe('a copy of a rule of ours, with both marks of one that stands', () => {
  it('is closed, loudly, and the one that is needed stays', async () => {
    const world = aWorld();
    await world.openGrant();
    const [ours] = world.ec2.standing(ORDERS.group);
    const wider = { ...PERMISSION, source: '10.0.0.0/8' } as const;
    const marks = { deployment: 'test', ledgerId: ours?.ledgerId ?? null };
    world.ec2.byHand(ORDERS.group, (rules) => [...rules, world.ec2.newRule(wider, marks)]);
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([ours]);
    expect(world.signals.map(({ code }) => code)).toContain('ORPHAN_RULE');
  });
});

describe('a close that kept failing while EC2 was away', () => {
  it('is tried again within two minutes of its return, by the sweeper alone', async () => {
    const world = aWorld();
    await world.openGrant();
    await world.afterMinutes(30);
    for (let minute = 0; minute < 20; minute += 1) {
      world.ec2.fail('revoke', 'THROTTLED');
      await world.sweep();
      await world.afterMinutes(1);
    }
    await world.sweep();
    await world.afterMinutes(1);
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
  });
});

describe('an absence that another clock judges', () => {
  it('is proven only after what the clocks may differ by', async () => {
    const world = aWorld();
    const { id } = await world.openGrant({ minutes: 1 });
    await world.afterMinutes(1);
    world.ec2.fail('revoke', 'LOST_BEFORE');
    await world.end(id);
    world.ec2.fail('revoke', 'LOST_BEFORE');
    // Reads show the group as it was before the rule was opened.
    world.ec2.staleReads = 5 * 60_000;
    const skewed = (minutes: number) =>
      convergeGroup({
        ...world.dependencies,
        consistency: { ...world.consistency, clockSkew: 10 * 60_000 },
        clock: { now: () => world.clock.now() + minutes * 60_000 },
      })({ group: ORDERS.group, sweeping: false });
    await skewed(10);
    expect(world.ec2.isOpen(ORDERS.group, PERMISSION)).toBe(true);
    expect(await world.grantStatus(id)).toBe('REVOKING');
  });
});
