import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { INDEXES, TABLE_KEY, type TableIndex, TIME_TO_LIVE } from '../../functions/runtime/names.ts';
import { acknowledge } from './acknowledge.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });

const projectionOf = ({ projection }: TableIndex) => {
  if (projection === 'ALL') return { projectionType: ProjectionType.ALL };
  if (projection === 'KEYS_ONLY') return { projectionType: ProjectionType.KEYS_ONLY };
  return { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...projection] };
};

/**
 * The one table. It is the record of who had access and the only memory of which rules are ours, and is therefore
 * kept when the stack goes, and can be taken back to any second of the last 35 days. Encrypted with the account's
 * own KMS key for DynamoDB (`aws/dynamodb`), so that each use of the key stands in CloudTrail.
 */
export class AccessTable extends Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      partitionKey: text(TABLE_KEY.partition),
      sortKey: text(TABLE_KEY.sort),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      stream: StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: TIME_TO_LIVE,
    });
    acknowledge(this, {
      'NIST.800.53.R5-DynamoDBInBackupPlan':
        'Point-in-time recovery takes it back to any second of 35 days. Backups beyond that are a plan of the account, by tag.',
    });
    const indexes: readonly TableIndex[] = Object.values(INDEXES);
    for (const index of indexes) {
      this.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: text(index.partition),
        sortKey: text(index.sort),
        ...projectionOf(index),
      });
    }
  }
}
