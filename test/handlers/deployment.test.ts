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

const aDeployment = (store: GroupStore) => {
  const waited: number[] = [];
  const pause = { wait: async (milliseconds: number) => void waited.push(milliseconds) };
  const written = new Map<string, GroupIds>();
  const recorded = recordedLog();
  const groupIds = {
    putGroupIds: async (digest: string, ids: GroupIds) => void written.set(digest, ids),
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
    end: (physicalId = GUARD) => call('Delete', GUARD, {}, physicalId),
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
});

describe('what is asked', () => {
  it.each([
    ['of another resource', 'Custom::Other', {}],
    ['with a property that is not known', GUARD, { Force: 'true' }],
    ['with something that is no group', CONFIGURATION, { Targets: { a: 'b' }, TableName: 't' }],
  ])('is refused: %s', async (_, type, properties) => {
    const { deployment } = await opened();
    await expect(deployment.call('Delete', type, properties, 'x')).rejects.toThrow('Not an event');
  });

  it('is logged without the address that takes the answer', async () => {
    const { deployment } = await opened();
    await deployment.configure(ALL);
    await deployment.end().catch(() => undefined);
    expect(deployment.recorded.codes()).toEqual(['EVENT_HANDLED', 'EVENT_FAILED']);
    expect(deployment.recorded.text()).not.toContain('signature');
  });
});
