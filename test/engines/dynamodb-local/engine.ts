import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the engine's jars and its native library lie once they are installed. */
export const DYNAMODB_LOCAL_JARS = resolve(import.meta.dirname, '../../../.engines/dynamodb-local');

const JAR = /^DynamoDBLocal-(.+)\.jar$/;

/** Version of the engine that is installed; undefined where none is. */
export const dynamoDbLocalVersion = (): string | undefined => {
  if (!existsSync(DYNAMODB_LOCAL_JARS)) return undefined;
  return readdirSync(DYNAMODB_LOCAL_JARS).flatMap((file) => JAR.exec(file)?.[1] ?? [])[0];
};

/** Port of the engine inside of its own network namespace, where nothing else listens. */
export const PORT_INSIDE = 8000;

/** In memory, and without telemetry: it could not leave the namespace anyway. */
export const dynamoDbLocalCommand = (): readonly string[] => [
  'java',
  '-Xmx512m',
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  // Java itself heeds no TMPDIR, and being killed it removes nothing.
  `-Djava.io.tmpdir=${tmpdir()}`,
  '-XX:-UsePerfData',
  `-Djava.library.path=${DYNAMODB_LOCAL_JARS}`,
  '-classpath',
  join(DYNAMODB_LOCAL_JARS, '*'),
  'software.amazon.dynamodb.services.local.main.ServerRunner',
  '-inMemory',
  '-disableTelemetry',
  '-port',
  String(PORT_INSIDE),
];

/** A command line that runs `command` in a network namespace of its own, and ends with it whatever it started. */
export const inNamespace = (command: readonly string[]): readonly string[] => [
  'unshare',
  // Needs no privilege where the kernel lets people make user namespaces.
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
  '--net',
  '--pid',
  '--fork',
  '--kill-child',
  'sh',
  '-c',
  'ip link set lo up && exec "$@"',
  'sh',
  ...command,
];

const succeeds = ([command = '', ...args]: readonly string[]) => spawnSync(command, args).status === 0;

/** What DynamoDB Local needs and is not here, in a few words; undefined where it can run. */
export const missingForDynamoDbLocal = (): string | undefined => {
  if (!dynamoDbLocalVersion()) return 'DynamoDB Local (node test/engines/install-dynamodb-local.ts)';
  if (!succeeds(['java', '-version'])) return 'Java 17';
  if (!succeeds(inNamespace(['true']))) return 'network namespaces (Linux, unshare, ip)';
  return undefined;
};
