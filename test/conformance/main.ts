import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { missingForDynamoDbLocal } from '../engines/dynamodb-local.ts';
import { missingPythonEngine, PYTHON_ENGINES, type PythonEngine } from '../engines/python-engines.ts';

/** `npm run conformance`: everything on engines that nobody here wrote; nothing of it may be left out. */
const canRun = (command: string, argument: string): boolean => spawnSync(command, [argument]).status === 0;

const missing = [
  canRun('openssl', 'version') ? undefined : 'openssl (Debian: apt-get install openssl)',
  canRun('java', '-version')
    ? undefined
    : 'Java 17 and Maven (Debian: apt-get install openjdk-17-jre-headless maven)',
  canRun('python3', '--version')
    ? undefined
    : 'Python 3.10 or later (Debian: apt-get install python3 python3-venv)',
  missingForDynamoDbLocal(),
  ...(Object.keys(PYTHON_ENGINES) as PythonEngine[]).map(missingPythonEngine),
].filter((each) => each !== undefined);

if (missing.length > 0) {
  console.error('These are needed, and missing here. In this order:');
  for (const each of missing) console.error(`  ${each}`);
  console.error(
    '`npm run conformance:install` installs those engines that Java, Maven and Python can install.',
  );
  process.exit(1);
}

const root = resolve(import.meta.dirname, '../..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const config = join(import.meta.dirname, 'vitest.config.ts');
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--root', root, '--config', config, ...process.argv.slice(2)],
  { stdio: 'inherit', cwd: root },
);
process.exitCode = status ?? 1;
