import { describe, expect, it } from 'vitest';
import { HOUR } from '../../functions/domain/instant.ts';
import type { Permission } from '../../functions/domain/rule-key.ts';
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

describe('records that somebody forged', () => {
  /** As a function could write them that may write requests and groups, and was taken over. */
  const forge = async (world: World, permission: Permission) => {
    const { id } = await world.ask();
    await world.approve(id);
    const request = await world.read(id);
    if (request.status !== 'APPROVED') throw new Error('Not approved');
    const { group } = ORDERS;
    const endsAt = world.clock.now() + HOUR;
    const grant = {
      status: 'ACTIVATING',
      minutes: 30,
      startsAt: request.startsAt,
      activateBy: endsAt,
    } as const;
    const after = {
      ...request,
      access: { group, permissions: [permission] },
      grant,
      version: request.version + 1,
    };
    const standing = {
      grantId: id,
      target: request.target,
      requester: 'alice@example.com',
      minutes: 30,
      endsAt,
    };
    await world.store.commit({
      changes: [{ before: request, after, event: null }],
      group: {
        group,
        basedOn: (await world.store.readGroup(group)).version,
        putGrants: [{ ...standing, permissions: [permission], phase: 'ACTIVATING', ending: null }],
        removeGrants: [],
        putRows: [],
        removeRows: [],
      },
    });
    return id;
  };

  const SQL = { protocol: 'tcp', fromPort: 5432, toPort: 5432, source: '10.0.0.7/32' } as const;

  it.each<readonly [string, Permission]>([
    ['a source', { ...SQL, source: '203.0.113.0/24' }],
    ['a port', { ...SQL, fromPort: 22, toPort: 22 }],
    ['a width', { ...SQL, source: '10.0.0.0/8' }],
  ])('open nothing with %s that the configuration does not allow, and are loud', async (_, permission) => {
    const world = aWorld();
    await forge(world, permission);
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toEqual([]);
    expect(world.signals.map(({ code }) => code)).toContain('RECORD_CONTRADICTS_GROUP');
  });

  it('open what is within the configuration: this test forges nothing else', async () => {
    const world = aWorld();
    await forge(world, SQL);
    await world.sweep();
    expect(world.ec2.standing(ORDERS.group)).toHaveLength(1);
  });
});

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

describe('a grant that joins the rule of another', () => {
  it('keeps no broken record from being found, and no other grant from its end', async () => {
    const world = aWorld();
    await world.openGrant({ minutes: 60 });
    const bad = await world.openGrant({ source: '10.0.0.1', minutes: 5 });
    const good = await world.openGrant({ source: '10.0.0.2', minutes: 5 });
    const joining = await world.ask({ by: 'dave', minutes: 90 });
    await world.approve(joining.id);
    await world.afterMinutes(5);
    breakRecord(world, bad.id, THROWS);
    const commit = world.store.commit.bind(world.store);
    world.store.commit = async (written) => {
      // Time goes on with every write, and with it when a grant that joins would end.
      await world.clock.advance(10);
      return await commit(written);
    };
    expect(await world.activate(joining.id)).toMatchObject({ outcome: 'ACTIVE' });
    await world.sweep().catch(() => {});
    expect(await world.grantStatus(good.id)).toBe('EXPIRED');
    expect(world.signals).toContainEqual(
      expect.objectContaining({ code: 'RECORD_NOT_WRITTEN', requestId: bad.id }),
    );
    expect(world.ec2.standing(ORDERS.group)).toHaveLength(1);
  });
});
