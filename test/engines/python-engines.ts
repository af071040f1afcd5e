import { existsSync, globSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The versions that everything here was seen with, and that the known divergences are of. */
export const PYTHON_ENGINES = {
  moto: { version: '5.2.5', packages: ['moto[server]==5.2.5'] },
  // cryptography: without it MiniStack verifies no token.
  ministack: { version: '1.5.33', packages: ['ministack==1.5.33', 'cryptography==50.0.2'] },
  'cfn-lint': { version: '1.58.0', packages: ['cfn-lint==1.58.0'] },
} as const satisfies Record<string, { version: string; packages: readonly string[] }>;

export type PythonEngine = keyof typeof PYTHON_ENGINES;

/** Where each has a virtual environment of its own; not committed. */
export const venvOf = (name: PythonEngine): string => resolve(import.meta.dirname, '../../.engines', name);

export const commandOf = (name: PythonEngine, command: string): string => join(venvOf(name), 'bin', command);

/** What is missing for an engine, in a few words with how to get it; undefined where it can run. */
export const missingPythonEngine = (name: PythonEngine): string | undefined => {
  const { version } = PYTHON_ENGINES[name];
  const distribution = name.replaceAll('-', '_');
  const installed = globSync(
    join(venvOf(name), `lib/python*/site-packages/${distribution}-${version}.dist-info`),
  );
  if (installed.length > 0 && existsSync(join(venvOf(name), 'bin/python'))) return undefined;
  return `${name} ${version} (node test/engines/install-python-engine.ts ${name})`;
};
