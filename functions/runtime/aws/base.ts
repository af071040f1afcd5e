import { dynamoDbAccessStore } from '../../adapters/aws/dynamodb/access-store.ts';
import { dynamoDbDocumentClient } from '../../adapters/aws/dynamodb/client.ts';
import { groupIdsStore } from '../../adapters/aws/dynamodb/group-ids-store.ts';
import { readDeployedConfiguration } from '../configuration/deployed-configuration.ts';
import { systemClock } from '../system-clock.ts';
import { observability } from './observability.ts';

/** The environment, as a process has it. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What every function stands on: the record, the configuration, the time, and a way to tell. */
export const composeBase = async ({
  TABLE_NAME,
  CONFIGURATION_FILE,
  GROUP_IDS,
}: {
  readonly TABLE_NAME: string;
  readonly CONFIGURATION_FILE: string;
  readonly GROUP_IDS: string;
}) => {
  const table = { client: dynamoDbDocumentClient(), tableName: TABLE_NAME };
  const { configuration, digest } = await readDeployedConfiguration(
    { file: CONFIGURATION_FILE, groupIds: GROUP_IDS },
    groupIdsStore(table),
  );
  return {
    ...observability(configuration.deployment),
    store: dynamoDbAccessStore(table),
    clock: systemClock,
    configuration,
    configurationDigest: digest,
  };
};
