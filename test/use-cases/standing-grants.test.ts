import { describe, expect, it } from 'vitest';
import type { StandingStatus } from '../../functions/domain/grant.ts';
import { listGrants } from '../../functions/use-cases/list-grants.ts';
import { aConfiguration, aWorld, ORDERS, person, type World } from '../support/world.ts';

const list = async (world: World, status?: StandingStatus, caller = 'audra') => {
  const { items } = await listGrants(world.dependencies)({
    caller: person(caller),
    ...(status === undefined ? {} : { status }),
  });
  return items.map(({ request, rules }) => ({ id: request.id, status: request.grant?.status, rules }));
};

const standing = (world: World) => world.ec2.standing(ORDERS.group).map(({ ruleId }) => ruleId);

describe('who may have access right now', () => {
  it('is whoever has a grant that is active', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    await world.ask({ by: 'dave' });
    expect(await list(world)).toEqual([{ id, status: 'ACTIVE', rules: standing(world) }]);
  });

  it('is whoever had one that is to end and is not closed yet', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    await world.revoke(id);
    expect(await list(world)).toEqual([{ id, status: 'REVOKING', rules: standing(world) }]);
    expect(standing(world)).toHaveLength(1);
  });

  it('is whoever had one that does not close', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    await world.revoke(id);
    world.ec2.fail('revoke', 'ACCESS_DENIED');
    await world.converge();
    expect(await list(world)).toEqual([{ id, status: 'REVOKE_FAILED', rules: standing(world) }]);
  });

  it('is whoever has one of several ports open', async () => {
    const ports = [5432, 6432].map((port) => ({ protocol: 'tcp' as const, fromPort: port, toPort: port }));
    const world = aWorld(aConfiguration({ targets: [{ ...ORDERS, ports }] }));
    const { id } = await world.ask();
    await world.approve(id);
    world.ec2.fail('authorize', 'LOST_BEFORE');
    await world.activate(id);
    expect(await list(world)).toMatchObject([{ id, status: 'ACTIVATING', rules: standing(world) }]);
    expect(standing(world)).toHaveLength(1);
  });

  it('is whoever has a rule of which nobody heard whether it was opened', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id);
    world.ec2.fail('authorize', 'LOST_AFTER');
    world.ec2.staleReads = 60_000;
    await world.activate(id);
    expect(await list(world)).toEqual([{ id, status: 'ACTIVATING', rules: [] }]);
    expect(standing(world)).toHaveLength(1);
  });

  it('is nobody whose grant only waits to be opened, or who was refused', async () => {
    const world = aWorld();
    const { id } = await world.ask();
    await world.approve(id);
    expect(await list(world)).toEqual([]);
    world.ec2.fail('authorize', 'THROTTLED');
    await world.activate(id);
    expect(await world.grantStatus(id)).toBe('ACTIVATING');
    expect(await list(world)).toEqual([]);
  });

  it('is nobody whose rule is settled', async () => {
    const world = aWorld();
    const { id } = await world.openGrant();
    await world.revoke(id);
    await world.end(id);
    expect(await world.grantStatus(id)).toBe('REVOKED');
    expect(await list(world)).toEqual([]);
  });

  it('is narrowed to one state, and reads no request of another', async () => {
    const world = aWorld();
    const active = await world.openGrant({ source: '10.0.0.1' });
    const revoking = await world.openGrant({ source: '10.0.0.2' });
    await world.revoke(revoking.id);
    const read: string[] = [];
    const { read: reading } = world.store;
    world.store.read = async (id) => {
      read.push(id);
      return await reading.call(world.store, id);
    };
    expect(await list(world, 'ACTIVE')).toMatchObject([{ id: active.id }]);
    expect(read).toEqual([active.id]);
    expect(await list(world, 'REVOKING')).toMatchObject([{ id: revoking.id }]);
    expect(await list(world, 'REVOKE_FAILED')).toEqual([]);
    expect(await list(world, 'ACTIVATING')).toEqual([]);
  });

  it.each([
    ['alice', 1],
    ['bob', 1],
    ['dave', 0],
    ['mallory', 0],
  ])('shows %s only what is theirs to see, closing or not', async (caller, seen) => {
    const world = aWorld();
    const { id } = await world.openGrant();
    await world.revoke(id);
    expect(await list(world, undefined, caller)).toHaveLength(seen);
  });
});
