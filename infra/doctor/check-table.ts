import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { either, looking, type Verdict } from './verdict.ts';

/** The record of who had access cannot be deleted by a slip, and can be taken back. */
export const checkTable = (client: DynamoDBClient, TableName: string): Promise<readonly Verdict[]> =>
  looking('Table', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const { ContinuousBackupsDescription: backups } = await client.send(
      new DescribeContinuousBackupsCommand({ TableName }),
    );
    const recovery = backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    return [
      either(Table?.DeletionProtectionEnabled === true, 'deletion protection', 'turn it on again'),
      either(recovery === 'ENABLED', 'point-in-time recovery', 'turn it on again'),
    ];
  });
