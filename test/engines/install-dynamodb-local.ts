import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DYNAMODB_LOCAL_JARS } from './dynamodb-local/engine.ts';

/**
 * `node test/engines/install-dynamodb-local.ts`: fetches Amazon's DynamoDB Local with Maven from Maven Central,
 * into `.engines/`, which is not committed. Needs Java 17 and Maven.
 */
const pom = join(import.meta.dirname, 'dynamodb-local', 'pom.xml');

// Old jars must not stay on the class path beside new ones.
rmSync(DYNAMODB_LOCAL_JARS, { recursive: true, force: true });
mkdirSync(DYNAMODB_LOCAL_JARS, { recursive: true });

const { error, status } = spawnSync(
  'mvn',
  [
    '--batch-mode',
    '--quiet',
    `--file=${pom}`,
    'dependency:copy-dependencies',
    `-DoutputDirectory=${DYNAMODB_LOCAL_JARS}`,
    '-DincludeScope=runtime',
    // Native libraries of other systems than those that have network namespaces.
    '-DexcludeTypes=dll,dylib',
  ],
  { stdio: 'inherit' },
);
if (error)
  throw new Error('Maven could not be run: install it (Debian: apt-get install maven)', { cause: error });
if (status !== 0) {
  rmSync(DYNAMODB_LOCAL_JARS, { recursive: true, force: true });
  throw new Error(`Maven ended with ${status}`);
}
