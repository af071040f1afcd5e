import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { dynamoDbAccessStore } from '../../../../functions/adapters/aws/dynamodb/access-store.ts';
import { dynamoDbDocumentClient } from '../../../../functions/adapters/aws/dynamodb/client.ts';
import { INDEXES, TABLE_KEY, type TableIndex } from '../../../../functions/adapters/aws/dynamodb/table.ts';
import type { TableClient } from '../../../../functions/adapters/aws/dynamodb/table-client.ts';
import type { AccessStore } from '../../../../functions/ports/access-store.ts';
import { describeOn } from '../../../engines/describe-on.ts';
import {
  dynamoDbLocalVersion,
  missingForDynamoDbLocal,
  type RunningEngine,
  startDynamoDbLocal,
} from '../../../engines/dynamodb-local.ts';

const keySchema = ({ partition, sort }: Pick<TableIndex, 'partition' | 'sort'>) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

const projection = ({ projection: carried }: TableIndex) =>
  typeof carried === 'string'
    ? { ProjectionType: carried }
    : { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...carried] };

/** The table as the infrastructure builds it: from the adapter's own constants. */
const createTable = (TableName: string) => {
  const indexes: readonly TableIndex[] = Object.values(INDEXES);
  const attributes = new Set([TABLE_KEY, ...indexes].flatMap(({ partition, sort }) => [partition, sort]));
  return new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keySchema(TABLE_KEY),
    GlobalSecondaryIndexes: indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection: projection(index),
    })),
  });
};

export interface Connection {
  readonly client: DynamoDBDocumentClient;
  readonly store: AccessStore;
}

export interface OpenTable extends Connection {
  readonly tableName: string;
  /** Such as `http://127.0.0.1:8000`, for another process. */
  readonly endpoint: string;
  /** Another client of the same table. */
  connect(options?: Pick<TableClient, 'pageSize'>): Connection;
  close(): Promise<void>;
}

export type MakeTable = (options?: Pick<TableClient, 'pageSize'>) => Promise<OpenTable>;

/** Tests that need DynamoDB's own engine. Where it cannot run they are left out, which the closing line says. */
export const describeOnDynamoDbLocal = (name: string, tests: (makeTable: MakeTable) => void): void => {
  const engine = `DynamoDB Local ${dynamoDbLocalVersion() ?? ''}`.trim();
  describeOn(
    { engine, missing: missingForDynamoDbLocal() },
    `DynamoDB adapter, ${name} on DynamoDB Local`,
    () => {
      let running: RunningEngine | undefined;
      let tables = 0;
      beforeAll(async () => {
        running = await startDynamoDbLocal();
      });
      afterAll(() => running?.stop());

      tests(async (options) => {
        if (!running) throw new Error('The engine runs only while tests do.');
        const { endpoint } = running;
        const tableName = `postern-${++tables}`;
        const connect: OpenTable['connect'] = (others = {}) => {
          const client = dynamoDbDocumentClient({ endpoint });
          return { client, store: dynamoDbAccessStore({ client, tableName, ...others }) };
        };
        const first = connect(options);
        // Making a table is not to be tried again: the second try would meet the first one's table.
        const administration = dynamoDbDocumentClient({
          endpoint,
          maxAttempts: 1,
          requestHandler: { requestTimeout: 20_000 },
        });
        await administration.send(createTable(tableName));
        return {
          ...first,
          tableName,
          endpoint,
          connect,
          close: async () => {
            await administration.send(new DeleteTableCommand({ TableName: tableName }));
          },
        };
      });
    },
  );
};
