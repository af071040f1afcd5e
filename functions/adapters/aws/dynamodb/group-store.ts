import type { GroupStore } from '../../../ports/access-store.ts';
import { recordOf } from './items.ts';
import { GRANT_PREFIX, groupPartition, groupVersionKey, REGISTRY_PARTITION, ROW_PREFIX } from './keys.ts';
import { KINDS, TABLE_KEY } from './table.ts';
import { getItem, queryAll, type TableClient } from './table-client.ts';

export const groupStore = (table: TableClient): GroupStore => ({
  // The order of the two reads is the fence: rows may be newer than the version, never older, and a commit that is
  // based on this version then fails.
  readGroup: async (group) => {
    const meta = await getItem(table, groupVersionKey(group));
    const items = await queryAll(table, wholePartition(groupPartition(group)));
    const startingWith = (prefix: string) =>
      items.filter((item) => String(item[TABLE_KEY.sort]).startsWith(prefix));
    return {
      group,
      version: meta ? recordOf(KINDS.group, meta).version : 0,
      grants: startingWith(GRANT_PREFIX).map((item) => recordOf(KINDS.standingGrant, item)),
      ledger: startingWith(ROW_PREFIX).map((item) => recordOf(KINDS.ledgerRow, item)),
    };
  },

  registeredGroups: async () => {
    const items = await queryAll(table, wholePartition(REGISTRY_PARTITION));
    return items.map((item) => recordOf(KINDS.registeredGroup, item));
  },
});

const wholePartition = (partition: string) => ({
  KeyConditionExpression: '#partition = :partition',
  ExpressionAttributeNames: { '#partition': TABLE_KEY.partition },
  ExpressionAttributeValues: { ':partition': partition },
});
