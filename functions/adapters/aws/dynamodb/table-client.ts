import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Item } from './items.ts';
import type { ItemKey } from './keys.ts';

/** One table, and the client that reaches it. */
export interface TableClient {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  /** Most items that one query evaluates; DynamoDB's own limit of 1 MB where it is left out. */
  readonly pageSize?: number;
}

export type TableQuery = Omit<QueryCommandInput, 'TableName'>;

/** One item, strongly consistent. */
export const getItem = async (
  { client, tableName }: TableClient,
  key: ItemKey,
): Promise<Item | undefined> => {
  const { Item: found } = await client.send(
    new GetCommand({ TableName: tableName, Key: { ...key }, ConsistentRead: true }),
  );
  return found;
};

/** One page of a query: what it found, and the key that it came to, if it did not come to the end. */
export const queryPage = async ({ client, tableName, pageSize }: TableClient, query: TableQuery) => {
  const limit = Math.min(query.Limit ?? Number.POSITIVE_INFINITY, pageSize ?? Number.POSITIVE_INFINITY);
  const { Items: items = [], LastEvaluatedKey: reached } = await client.send(
    new QueryCommand({ ...query, TableName: tableName, ...(Number.isFinite(limit) ? { Limit: limit } : {}) }),
  );
  return { items, reached };
};

/** All items of a query, page after page, strongly consistent. Pages are read one by one: they are no snapshot. */
export const queryAll = async (table: TableClient, query: TableQuery): Promise<readonly Item[]> => {
  const found: Item[] = [];
  let from: Item | undefined;
  do {
    const { items, reached } = await queryPage(table, {
      ...query,
      ConsistentRead: true,
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    found.push(...items);
    from = reached;
  } while (from);
  return found;
};

/** Up to 100 items, strongly consistent, in no order. A key without an item is left out. */
export const getItems = async (table: TableClient, keys: readonly ItemKey[]): Promise<readonly Item[]> => {
  if (keys.length === 0) return [];
  const { client, tableName } = table;
  const { Responses, UnprocessedKeys } = await client.send(
    new BatchGetCommand({
      RequestItems: { [tableName]: { Keys: keys.map((key) => ({ ...key })), ConsistentRead: true } },
    }),
  );
  // The SDK backs off and retries a single read, but not what a batch left out.
  const leftOut = (UnprocessedKeys?.[tableName]?.Keys ?? []) as ItemKey[];
  const singly = await Promise.all(leftOut.map((key) => getItem(table, key)));
  return [...(Responses?.[tableName] ?? []), ...singly.filter((found) => found !== undefined)];
};
