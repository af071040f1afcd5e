import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { commandOf, PYTHON_ENGINES, type PythonEngine, venvOf } from './python-engines.ts';

/**
 * `node test/engines/install-python-engine.ts moto ministack cfn-lint`: installs each with pip from the package index
 * into a virtual environment of its own under `.engines/`, which is not committed. Needs Python 3.10 or later.
 */
const run = (command: string, ...args: readonly string[]): void => {
  const { error, status } = spawnSync(command, args, { stdio: 'inherit' });
  if (error)
    throw new Error(`${command} could not be run: install Python 3 with its venv module`, { cause: error });
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
};

const asked = process.argv.slice(2) as PythonEngine[];
for (const name of asked) {
  if (!Object.hasOwn(PYTHON_ENGINES, name)) {
    throw new Error(`${name} is none of ${Object.keys(PYTHON_ENGINES).join(', ')}`);
  }
  rmSync(venvOf(name), { recursive: true, force: true });
  run('python3', '-m', 'venv', venvOf(name));
  run(
    commandOf(name, 'pip'),
    'install',
    '--quiet',
    '--disable-pip-version-check',
    ...PYTHON_ENGINES[name].packages,
  );
}
