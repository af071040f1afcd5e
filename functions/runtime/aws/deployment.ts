import { dynamoDbDocumentClient } from '../../adapters/aws/dynamodb/client.ts';
import { groupIdsStore } from '../../adapters/aws/dynamodb/group-ids-store.ts';
import { groupStore } from '../../adapters/aws/dynamodb/group-store.ts';
import { readEnvironment } from '../environment.ts';
import { systemPause } from '../system-clock.ts';
import type { Variables } from './base.ts';
import { observability } from './observability.ts';

/** Deploying and ending: what is open is read, and ids of groups are written. No EC2, and no configuration of its own. */
export const composeDeployment = (variables: Variables) => {
  const { TABLE_NAME, DEPLOYMENT } = readEnvironment('deployment', variables);
  const table = { client: dynamoDbDocumentClient(), tableName: TABLE_NAME };
  return {
    ...observability(DEPLOYMENT),
    store: groupStore(table),
    groupIds: groupIdsStore(table),
    pause: systemPause,
  };
};
