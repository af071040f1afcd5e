import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { GroupIds } from '../../functions/domain/group-ids.ts';
import { groupIdsDigest } from '../../functions/domain/group-ids.ts';
import { groupKey } from '../../functions/domain/rule-key.ts';
import { createDeploymentHandler } from '../../functions/handlers/deployment/create-handler.ts';
import type { GroupStore } from '../../functions/ports/access-store.ts';
import { NEVER_MADE } from '../../functions/runtime/cloudformation/answer-cloudformation.ts';
import { aWorld, ORDERS } from '../support/world.ts';
import { recordedLog } from './support/recorded-log.ts';

const CONTEXT = {} as Context;
const GUARD = 'Custom::PosternGuard';
const CONFIGURATION = 'Custom::PosternConfiguration';
const TOKEN = { ServiceToken: 'arn:aws:lambda:…:live', ServiceTimeout: '600' };
const ALL = { 'orders-db': groupKey(ORDERS.group) };

const aDeployment = (store: GroupStore, refusedWrites = 0) => {
  const waited: number[] = [];
  const pause = { wait: async (milliseconds: number) => void waited.push(milliseconds) };
  const written = new Map<string, GroupIds>();
  const recorded = recordedLog();
  let refusals = refusedWrites;
  const groupIds = {
    putGroupIds: async (digest: string, ids: GroupIds) => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('AccessDeniedException');
      written.set(digest, ids);
    },
    readGroupIds: async (digest: string) => written.get(digest),
  };
  const handler = createDeploymentHandler({ log: recorded.log, store, groupIds, pause });
  const call = (RequestType: string, ResourceType: string, properties: object, physicalId?: string) =>
    handler(
      {
        RequestType,
        ResourceType,
        ResponseURL: 'https://cloudformation.example.com/?signature=secret',
        ResourceProperties: { ...TOKEN, ...properties },
        ...(physicalId && { PhysicalResourceId: physicalId }),
      },
      CONTEXT,
    );
  return {
    written,
    waited,
    recorded,
    configure: (Targets: object, more: object = {}, RequestType = 'Update') =>
      call(RequestType, CONFIGURATION, { Targets, TableName: 'table', ...more }, CONFIGURATION),
    /** When every function is the new one. */
    made: (properties: object, RequestType = 'Update') => call(RequestType, GUARD, properties, GUARD),
    end: (physicalId = GUARD, properties: object = {}) => call('Delete', GUARD, properties, physicalId),
    call,
  };
};

/** A world in which alice has orders-db open. */
const opened = async () => {
  const world = aWorld();
  const { id } = await world.ask({ minutes: 30 });
  await world.approve(id);
  await world.activate(id);
  return { world, id, deployment: aDeployment(world.store) };
};

const closed = async () => {
  const made = await opened();
  await made.world.afterMinutes(31);
  await made.world.end(made.id);
  await made.world.afterMinutes(15);
  await made.world.end(made.id);
  expect(await made.world.grantStatus(made.id)).toBe('EXPIRED');
  return made;
};

const UNREADABLE: GroupStore = {
  registeredGroups: async () => {
    throw new Error('AccessDeniedException');
  },
  readGroup: async () => {
    throw new Error('AccessDeniedException');
  },
};

describe('deleting the stack', () => {
  it('is refused while a port is open, naming it and what to do', async () => {
    const { id, deployment } = await opened();
    const refused = deployment.end();
    await expect(refused).rejects.toThrow(`orders-db (${id}, ${groupKey(ORDERS.group)})`);
    await expect(refused).rejects.toThrow('End these grants (POST /v1/requests/ID/revoke)');
  });

  it('is told to wait when only the closers are left: the API is gone', async () => {
    const { id, deployment } = await opened();
    const refused = await deployment.end(GUARD, { Left: 'closers' }).catch((error: Error) => error.message);
    expect(refused).toContain(`orders-db (${id}`);
    expect(refused).toContain('wait until the sweeper has closed them');
    expect(refused).not.toContain('/v1/');
  });

  it('is refused while it is not known that a rule is gone, be its grant on record or not', async () => {
    const { world, id } = await opened();
    const state = await world.store.readGroup(ORDERS.group);
    const orphaned: GroupStore = {
      registeredGroups: async () => [ORDERS.group],
      readGroup: async () => ({ ...state, grants: [] }),
    };
    await expect(aDeployment(orphaned).end()).rejects.toThrow(`a rule without its grant (${id}`);
  });

  it('changes nothing of what is open', async () => {
    const { world, deployment } = await opened();
    const before = await world.store.readGroup(ORDERS.group);
    await deployment.end().catch(() => undefined);
    expect(await world.store.readGroup(ORDERS.group)).toEqual(before);
    expect(world.ec2.standing(ORDERS.group)).toHaveLength(1);
  });

  it('is let through when everything is closed, twice the same', async () => {
    const { deployment } = await closed();
    expect(await deployment.end()).toEqual({ physicalId: GUARD });
    expect(await deployment.end()).toEqual({ physicalId: GUARD });
  });

  it('is refused where the table cannot be read', async () => {
    await expect(aDeployment(UNREADABLE).end()).rejects.toThrow(
      'could not be read from the table, and nothing would close it if one were: AccessDeniedException',
    );
  });

  it('waits for rights that are seconds old, and for no longer than its minute', async () => {
    const { world } = await closed();
    let refusals = 2;
    const young: GroupStore = {
      ...world.store,
      readGroup: (group) => world.store.readGroup(group),
      registeredGroups: () => {
        refusals -= 1;
        return refusals < 0 ? world.store.registeredGroups() : UNREADABLE.registeredGroups();
      },
    };
    expect(await aDeployment(young).end()).toEqual({ physicalId: GUARD });
    const never = aDeployment(UNREADABLE);
    await never.end().catch(() => undefined);
    expect(never.waited.reduce((sum, each) => sum + each, 0)).toBeLessThan(30_000);
  });

  it('is not held up by a guard that was never made', async () => {
    expect(await aDeployment(UNREADABLE).end(NEVER_MADE)).toEqual({ physicalId: NEVER_MADE });
  });

  it('leaves ids of groups where functions may still read them', async () => {
    const { deployment } = await opened();
    const ids = { 'sg-f000000000000001': ORDERS.group.groupId };
    await deployment.configure(ALL, { GroupIds: ids });
    expect(await deployment.call('Delete', CONFIGURATION, { Targets: {}, TableName: 't' }, 'x')).toEqual({
      physicalId: 'x',
    });
    expect(deployment.written.size).toBe(1);
  });

  it('names a few of many', async () => {
    const { world } = await opened();
    const [grant] = (await world.store.readGroup(ORDERS.group)).grants;
    const many: GroupStore = {
      registeredGroups: async () => [ORDERS.group],
      readGroup: async (group) => ({
        group,
        version: 1,
        ledger: [],
        grants: Array.from({ length: 90 }, (_, index) => ({
          ...(grant as NonNullable<typeof grant>),
          grantId: `req_${index}`,
        })),
      }),
    };
    await expect(aDeployment(many).end()).rejects.toThrow('and 85 more');
  });
});

describe('deploying a configuration', () => {
  it('is refused without a target that is open, naming it and what to do', async () => {
    const { id, deployment } = await opened();
    const without = { 'reports-db': groupKey(ORDERS.group) };
    await expect(deployment.configure(without)).rejects.toThrow(`orders-db (${id}`);
    await expect(deployment.configure(without)).rejects.toThrow('with retired: true');
  });

  it('is refused with the target in another group: no role would name the old one', async () => {
    const { deployment } = await opened();
    const elsewhere = { 'orders-db': groupKey({ ...ORDERS.group, groupId: 'sg-0f0f0f0f0f0f0f0f0' }) };
    await expect(deployment.configure(elsewhere)).rejects.toThrow('Put the target back as it was');
  });

  it('is refused as well when the guard is new to a stack', async () => {
    const { deployment } = await opened();
    await expect(deployment.configure({}, {}, 'Create')).rejects.toThrow('retired: true');
  });

  it('is let through with the target, retired or not, whatever else comes and goes', async () => {
    const { deployment } = await opened();
    expect(await deployment.configure({ ...ALL, other: groupKey(ORDERS.group) })).toEqual({
      physicalId: CONFIGURATION,
    });
    expect(await deployment.configure(ALL)).toEqual({ physicalId: CONFIGURATION });
  });

  it('is let through without the target when nothing of it is open', async () => {
    const { deployment } = await closed();
    expect(await deployment.configure({})).toEqual({ physicalId: CONFIGURATION });
  });

  it('is refused where the table cannot be read', async () => {
    await expect(aDeployment(UNREADABLE).configure(ALL)).rejects.toThrow('could leave it open if one were');
  });
});

describe('a deployment whose functions are all new', () => {
  it('is refused while the functions of before have opened what it no longer has', async () => {
    const { world, deployment } = await closed();
    await deployment.configure({});
    const { id } = await world.ask({ minutes: 30 });
    await world.approve(id);
    await world.activate(id);
    for (const request of ['Create', 'Update']) {
      const refused = deployment.made({ Targets: {} }, request);
      await expect(refused).rejects.toThrow(
        `no longer has what is open, or not yet known to be closed: orders-db (${id}`,
      );
    }
  });

  it('is let through with what is open, and without what is closed', async () => {
    const { deployment } = await opened();
    expect(await deployment.made({ Targets: ALL })).toEqual({ physicalId: GUARD });
    const { deployment: another } = await closed();
    expect(await another.made({ Targets: {} }, 'Create')).toEqual({ physicalId: GUARD });
  });

  it('is refused where the table cannot be read', async () => {
    await expect(aDeployment(UNREADABLE).made({ Targets: ALL })).rejects.toThrow('could not be read');
  });

  it('is not asked of the guard that only looks after a deletion', async () => {
    expect(await aDeployment(UNREADABLE).made({ Left: 'closers' })).toEqual({ physicalId: GUARD });
  });
});

describe('ids of groups that only the deployment knows', () => {
  const ids = { 'sg-f000000000000001': ORDERS.group.groupId };

  it('are written under their digest, which is answered', async () => {
    const { deployment } = await opened();
    const digest = groupIdsDigest(ids);
    expect(await deployment.configure(ALL, { GroupIds: ids })).toEqual({
      physicalId: CONFIGURATION,
      attributes: { GroupIds: digest },
    });
    expect([...deployment.written]).toEqual([[digest, ids]]);
  });

  it('are not written with a configuration that is refused', async () => {
    const { deployment } = await opened();
    await expect(deployment.configure({}, { GroupIds: ids })).rejects.toThrow();
    expect(deployment.written.size).toBe(0);
  });

  it('are kept beside those of before', async () => {
    const { deployment } = await opened();
    await deployment.configure(ALL, { GroupIds: ids });
    await deployment.configure(ALL, { GroupIds: { ...ids, 'sg-f000000000000002': 'sg-0f0f0f0f' } });
    expect(deployment.written.size).toBe(2);
  });

  it('are refused where two of them are one group: its targets were not compared', async () => {
    const { deployment } = await opened();
    const twins = { ...ids, 'sg-f000000000000002': ORDERS.group.groupId };
    const targets = { ...ALL, 'reports-db': groupKey(ORDERS.group) };
    await expect(deployment.configure(targets, { GroupIds: twins })).rejects.toThrow(
      `orders-db and reports-db are behind the same security group ${ORDERS.group.groupId}`,
    );
  });

  it('are refused where one of them is a group that is written out', async () => {
    const { deployment } = await opened();
    const targets = { ...ALL, 'reports-db': groupKey(ORDERS.group) };
    const properties = { GroupIds: ids, WrittenIds: ['sg-0f0f0f0f', ORDERS.group.groupId] };
    await expect(deployment.configure(targets, properties)).rejects.toThrow(
      `orders-db and reports-db are behind the same security group ${ORDERS.group.groupId}`,
    );
    expect(deployment.written.size).toBe(0);
  });

  it('are let through beside another that is written out', async () => {
    const { deployment } = await opened();
    await deployment.configure(ALL, { GroupIds: ids, WrittenIds: ['sg-0f0f0f0f'] });
    expect(deployment.written.size).toBe(1);
  });

  it('are written when the right to do so has come, some seconds after it was given', async () => {
    const { world } = await opened();
    const young = aDeployment(world.store, 2);
    await young.configure(ALL, { GroupIds: ids });
    expect(young.written.size).toBe(1);
    expect(young.waited).toEqual([5_000, 5_000]);
    const never = aDeployment(world.store, 90);
    await expect(never.configure(ALL, { GroupIds: ids })).rejects.toThrow('AccessDeniedException');
    expect(never.waited.reduce((sum, each) => sum + each, 0)).toBeLessThan(30_000);
  });
});

describe('what is asked', () => {
  const NO_GROUP = { Targets: { a: 'b' }, TableName: 't' };
  it.each([
    ['of another resource', 'Custom::Other', {}],
    ['with something that is no group', CONFIGURATION, NO_GROUP],
    ['of a guard with something that is no group', GUARD, NO_GROUP],
  ])('is refused: %s', async (_, type, properties) => {
    const { deployment } = await opened();
    await expect(deployment.call('Update', type, properties, 'x')).rejects.toThrow('Not an event');
  });

  it('may say more, now or later: CloudFormation adds names of its own', async () => {
    const { deployment } = await opened();
    expect(await deployment.configure(ALL, { ServiceRetries: '3' })).toEqual({ physicalId: CONFIGURATION });
    expect(await deployment.made({ Targets: ALL, ServiceRetries: '3' })).toEqual({ physicalId: GUARD });
  });

  it('is never held up by properties when it is to go', async () => {
    const { deployment } = await closed();
    expect(await deployment.call('Delete', CONFIGURATION, NO_GROUP, 'x')).toEqual({ physicalId: 'x' });
    expect(await deployment.end(GUARD, { Left: 'something', Targets: 7 })).toEqual({ physicalId: GUARD });
  });

  it('is logged without the address that takes the answer', async () => {
    const { deployment } = await opened();
    await deployment.configure(ALL);
    await deployment.end().catch(() => undefined);
    expect(deployment.recorded.codes()).toEqual(['EVENT_HANDLED', 'EVENT_FAILED']);
    expect(deployment.recorded.text()).not.toContain('signature');
  });
});
