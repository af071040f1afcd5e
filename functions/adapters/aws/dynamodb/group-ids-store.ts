import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { GroupIdsStore } from '../../../ports/group-ids-store.ts';
import { groupIdsItem, recordOf } from './items.ts';
import { groupIdsKey } from './keys.ts';
import { KINDS } from './table.ts';
import { getItem, type TableClient } from './table-client.ts';

export const groupIdsStore = (table: TableClient): GroupIdsStore => ({
  putGroupIds: async (digest, ids) => {
    await table.client.send(new PutCommand({ TableName: table.tableName, Item: groupIdsItem(digest, ids) }));
  },

  readGroupIds: async (digest) => {
    const found = await getItem(table, groupIdsKey(digest));
    return found && recordOf(KINDS.groupIds, found);
  },
});
