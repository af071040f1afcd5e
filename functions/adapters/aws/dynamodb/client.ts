import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * A client for one function's lifetime. Region and credentials come from the function's environment; `overrides`
 * is for engines on the own machine.
 */
export const dynamoDbDocumentClient = (overrides: DynamoDBClientConfig = {}): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      // Three attempts, three seconds each; connections are kept alive between calls, as is the SDK's default.
      maxAttempts: 3,
      requestHandler: {
        connectionTimeout: 1_000,
        requestTimeout: 3_000,
        // Without it a request that takes too long is only warned of.
        throwOnRequestTimeout: true,
      },
      ...overrides,
    }),
    // As in JSON, over which the audit chain is hashed: what is undefined is not there.
    { marshallOptions: { removeUndefinedValues: true } },
  );
