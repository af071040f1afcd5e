import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { MailOutbox } from '../../../ports/access-store.ts';
import { sentMailItem } from './items.ts';
import { sentMailKey } from './keys.ts';
import { getItem, type TableClient } from './table-client.ts';

export const mailOutbox = (table: TableClient): MailOutbox => ({
  wasSent: async (requestId, mailId) => (await getItem(table, sentMailKey(requestId, mailId))) !== undefined,

  markSent: async (requestId, mailId, at) => {
    const item = sentMailItem(requestId, mailId, at);
    await table.client.send(new PutCommand({ TableName: table.tableName, Item: item }));
  },
});
