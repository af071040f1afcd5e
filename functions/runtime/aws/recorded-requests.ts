import { dynamoDbAccessStore } from '../../adapters/aws/dynamodb/access-store.ts';
import { dynamoDbDocumentClient } from '../../adapters/aws/dynamodb/client.ts';
import type { AccessStore } from '../../ports/access-store.ts';

/** What a deployment has recorded, for reading; region and credentials are those of whoever runs it. */
export const recordedRequests = (tableName: string): Pick<AccessStore, 'audit' | 'read' | 'list'> =>
  dynamoDbAccessStore({ client: dynamoDbDocumentClient(), tableName });
