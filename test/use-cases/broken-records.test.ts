import { describe, expect, it } from 'vitest';
import type { Commit, CommitOutcome } from '../../functions/ports/access-store.ts';
import { aWorld, ORDERS, type World } from '../support/world.ts';

type Broken = (commit: Commit) => Promise<CommitOutcome>;

const CONFLICTS: Broken = async () => ({ outcome: 'CONFLICT', on: 'REQUEST' });
const THROWS: Broken = async () => {
  throw new Error('The item is too large');
};

/** From now on no write takes that record. */
const breakRecord = ({ store }: World, requestId: string, broken: Broken): void => {
  const commit = store.commit.bind(store);
  store.commit = async (written) =>
    written.changes.some(({ after }) => after.id === requestId)
      ? await broken(written)
      : await commit(written);
};

const WAYS = [
  { way: 'whose record conflicts with every write', broken: CONFLICTS },
  { way: 'whose record cannot be written', broken: THROWS },
];

describe.each(WAYS)('a grant $way', ({ broken }) => {
  it('is closed with all others of its group, whose ends are said', async () => {
    const world = aWorld();
    const bad = await world.openGrant({ source: '10.0.0.1' });
    const good = await world.openGrant({ source: '10.0.0.2' });
    const more = await world.openGrant({ source: '10.0.0.3' });
    breakRecord(world, bad.id, broken);
    await world.afterMinutes(31);
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(await world.grantStatus(good.id)).toBe('EXPIRED');
    expect(await world.grantStatus(more.id)).toBe('EXPIRED');
  });

  it('is said to be broken, once a run, and nobody else is', async () => {
    const world = aWorld();
    const bad = await world.openGrant({ source: '10.0.0.1' });
    await world.openGrant({ source: '10.0.0.2' });
    breakRecord(world, bad.id, broken);
    await world.afterMinutes(31);
    await world.sweep();
    const said = world.signals.filter(({ code }) => code === 'RECORD_NOT_WRITTEN');
    expect(said).toEqual([expect.objectContaining({ requestId: bad.id })]);
    expect(world.signals.map(({ code }) => code)).toContain('GROUP_NOT_SWEPT');
  });

  it('ends once its record can be written again', async () => {
    const world = aWorld();
    const bad = await world.openGrant();
    const commit = world.store.commit;
    breakRecord(world, bad.id, broken);
    await world.afterMinutes(31);
    await world.sweep();
    expect(await world.grantStatus(bad.id)).toBe('ACTIVE');
    world.store.commit = commit;
    await world.sweep();
    expect(await world.grantStatus(bad.id)).toBe('EXPIRED');
  });
});
