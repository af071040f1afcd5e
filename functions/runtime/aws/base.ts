import { dynamoDbAccessStore } from '../../adapters/aws/dynamodb/access-store.ts';
import { dynamoDbDocumentClient } from '../../adapters/aws/dynamodb/client.ts';
import { readCheckedConfiguration } from '../configuration/checked-configuration.ts';
import { systemClock } from '../system-clock.ts';
import { observability } from './observability.ts';

/** The environment, as a process has it. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What every function stands on: the record, the configuration, the time, and a way to tell. */
export const composeBase = ({
  TABLE_NAME,
  CONFIGURATION_FILE,
}: {
  readonly TABLE_NAME: string;
  readonly CONFIGURATION_FILE: string;
}) => {
  const { configuration, digest } = readCheckedConfiguration(CONFIGURATION_FILE);
  return {
    ...observability(configuration.deployment),
    store: dynamoDbAccessStore({ client: dynamoDbDocumentClient(), tableName: TABLE_NAME }),
    clock: systemClock,
    configuration,
    configurationDigest: digest,
  };
};
