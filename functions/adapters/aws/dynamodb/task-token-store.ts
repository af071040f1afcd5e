import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { TaskTokenStore } from '../../../ports/access-store.ts';
import { recordOf, taskTokenItem } from './items.ts';
import { taskTokenKey } from './keys.ts';
import { KINDS } from './table.ts';
import { getItem, type TableClient } from './table-client.ts';

export const taskTokenStore = (table: TableClient): TaskTokenStore => ({
  saveTaskToken: async (requestId, taskToken) => {
    const item = taskTokenItem(requestId, taskToken);
    await table.client.send(new PutCommand({ TableName: table.tableName, Item: item }));
  },

  readTaskToken: async (requestId) => {
    const found = await getItem(table, taskTokenKey(requestId));
    return found && recordOf(KINDS.taskToken, found).taskToken;
  },
});
