import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../functions/adapters/local/sqlite/sqlite-access-store.ts';
import { endGrant } from '../../functions/use-cases/end-grant.ts';
import { revokeGrant } from '../../functions/use-cases/revoke-grant.ts';
import { sweep } from '../../functions/use-cases/sweep.ts';
import { aConfiguration, aWorld, ORDERS, person, type World } from '../support/world.ts';

/** The world as it is, but for its table: that is as it was at a moment, or holds nothing. */
const restored = (world: World) => {
  const dependencies = { ...world.dependencies, store: openSqliteStore(':memory:') };
  return {
    dependencies,
    store: dependencies.store,
    sweep: (all: boolean) => sweep(dependencies)({ all }),
    status: async (id: string) => (await dependencies.store.read(id))?.grant?.status,
  };
};
const standing = (world: World) => world.ec2.standing(ORDERS.group);
const codes = (world: World) => world.signals.map(({ code }) => code);

/** What the table holds of one grant now. */
const memoryOf = async ({ store, read }: World, id: string) => {
  const [request, state] = [await read(id), await store.readGroup(ORDERS.group)];
  return {
    changes: [{ before: null, after: request, event: null }],
    group: {
      group: ORDERS.group,
      basedOn: 0,
      putGrants: state.grants,
      removeGrants: [],
      putRows: state.ledger,
      removeRows: [],
    },
  };
};

describe('a table that was taken back to before a port was opened', () => {
  it('has its rule closed by the next sweep of all groups, which says so; its execution cannot', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    const { dependencies, sweep: sweepNow } = restored(world);
    await expect(endGrant(dependencies)({ requestId: id })).rejects.toThrow('There is no request');
    await sweepNow(false);
    expect(standing(world)).toHaveLength(1);
    await sweepNow(true);
    expect(standing(world)).toEqual([]);
    expect(codes(world)).toContain('ORPHAN_RULE');
  });

  it('has it closed within ten minutes though nobody asks for that', async () => {
    const world = aWorld();
    await world.openGrant();
    const { sweep: sweepNow } = restored(world);
    for (let minute = 0; minute < 10; minute += 1) {
      await sweepNow(false);
      await world.afterMinutes(1);
    }
    expect(standing(world)).toEqual([]);
  });
});

describe('a table that was taken back to when a grant was live that somebody ended since', () => {
  it('has it live again, until somebody ends it again', async () => {
    const world = aWorld(aConfiguration({ missingRule: 'reopen' }));
    const { id } = await world.openGrant();
    const memory = await memoryOf(world, id);
    await world.revoke(id);
    await world.end(id);
    expect(standing(world)).toEqual([]);

    const { store, status, dependencies, sweep: sweepNow } = restored(world);
    expect(await store.commit(memory)).toEqual({ outcome: 'COMMITTED' });
    // Reads older than that prove nothing of a rule that stood.
    await world.afterMinutes(10);
    await sweepNow(true);
    await sweepNow(true);
    expect(await status(id)).toBe('ACTIVE');
    expect(standing(world)).toHaveLength(1);

    await revokeGrant(dependencies)({ caller: person('alice'), id });
    await sweepNow(true);
    expect(standing(world)).toEqual([]);
    expect(await status(id)).toBe('REVOKED');
  });

  it('has it end by itself when its time is over', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    const memory = await memoryOf(world, id);
    const { store, status, sweep: sweepNow } = restored(world);
    await store.commit(memory);
    await world.afterMinutes(31);
    await sweepNow(true);
    expect(standing(world)).toEqual([]);
    expect(await status(id)).toBe('EXPIRED');
  });
});

describe('a request that vanished alone, while its group still has its grant', () => {
  it('has its rule closed by the sweeper when its time is over, loudly', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    const { group } = await memoryOf(world, id);
    const { store, sweep: sweepNow } = restored(world);
    await store.commit({ changes: [], group });
    await sweepNow(true);
    await world.afterMinutes(31);
    await sweepNow(true);
    await world.afterMinutes(1);
    await sweepNow(true);
    expect(standing(world)).toEqual([]);
    expect(codes(world)).toContain('RECORD_CONTRADICTS_GROUP');
  });
});
