import type { Instant } from '../../../domain/instant.ts';
import type { RequestStore } from '../../../ports/access-store.ts';
import { commitOnce } from './commit.ts';
import { recordOf } from './items.ts';
import { idempotencyKey, requestKey } from './keys.ts';
import { merge, type Run } from './merge.ts';
import { duePlace, dueShards, requestPosition } from './places.ts';
import { listRequests } from './request-list.ts';
import { INDEXES, KINDS } from './table.ts';
import { getItem, queryPage, type TableClient } from './table-client.ts';

export const requestStore = (table: TableClient): RequestStore => ({
  read: async (requestId) => {
    const found = await getItem(table, requestKey(requestId));
    return found && recordOf(KINDS.request, found);
  },

  commit: (commit) => commitOnce(table, commit),

  list: (query) => listRequests(table, query),

  due: async (now, limit) => {
    const runs = await Promise.all(dueShards().map((shard) => readDue(table, shard, now, limit)));
    return merge(runs, limit, 'ascending').values;
  },

  readIdempotency: async (key, now) => {
    const found = await getItem(table, idempotencyKey(key));
    const record = found && recordOf(KINDS.idempotency, found);
    return record && now < record.expiresAt ? record : undefined;
  },
});

const readDue = async (
  table: TableClient,
  shard: string,
  now: Instant,
  limit: number,
): Promise<Run<string>> => {
  const ofShard = '#shard = :shard';
  const isDue = '#place < :notYet';
  const { items, reached } = await queryPage(table, {
    IndexName: INDEXES.byDue.name,
    KeyConditionExpression: [ofShard, isDue].join(' AND '),
    ExpressionAttributeNames: { '#shard': INDEXES.byDue.partition, '#place': INDEXES.byDue.sort },
    ExpressionAttributeValues: { ':shard': shard, ':notYet': duePlace(now + 1, '') },
    Limit: limit,
  });
  const places = items.map((item) => String(item[INDEXES.byDue.sort]));
  return {
    found: places.map((place) => ({ place, value: requestPosition(place).id })),
    reached: reached ? String(reached[INDEXES.byDue.sort]) : null,
  };
};
