import { afterEach, beforeEach, expect, it } from 'vitest';
import { groupIdsStore } from '../../../../functions/adapters/aws/dynamodb/group-ids-store.ts';
import { groupIdsDigest } from '../../../../functions/domain/group-ids.ts';
import { describeOnDynamoDbLocal, type OpenTable } from './engine.ts';
import { watchWire } from './wire.ts';

const IDS = { 'sg-f000000000000001': 'sg-0a1b2c3d4e5f60718' };

describeOnDynamoDbLocal('ids of groups', (makeTable) => {
  let table: OpenTable;
  beforeEach(async () => {
    table = await makeTable();
  });
  afterEach(() => table.close());

  it('are read back under their digest, by one consistent read', async () => {
    const store = groupIdsStore(table);
    await store.putGroupIds(groupIdsDigest(IDS), IDS);
    await store.putGroupIds(groupIdsDigest(IDS), IDS);
    const wire = watchWire(table.client);
    expect(await store.readGroupIds(groupIdsDigest(IDS))).toEqual(IDS);
    expect(wire.calls).toMatchObject([{ operation: 'GetItem', body: { ConsistentRead: true } }]);
  });

  it('are not there under another', async () => {
    expect(await groupIdsStore(table).readGroupIds(groupIdsDigest(IDS))).toBeUndefined();
  });

  it('stand beside those of before', async () => {
    const store = groupIdsStore(table);
    const others = { ...IDS, 'sg-f000000000000002': 'sg-0f0f0f0f' };
    await store.putGroupIds(groupIdsDigest(IDS), IDS);
    await store.putGroupIds(groupIdsDigest(others), others);
    expect(await store.readGroupIds(groupIdsDigest(IDS))).toEqual(IDS);
  });
});
