import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe } from 'vitest';

/** The version that the divergences are known of. */
export const MOTO_VERSION = '5.2.5';
/** Moto's own default account. */
export const MOTO_ACCOUNT = '123456789012';

const venv = join(import.meta.dirname, '../../.engines/moto');
const server = join(venv, 'bin/moto_server');
const install = `python3 -m venv .engines/moto && .engines/moto/bin/pip install 'moto[server]==${MOTO_VERSION}'`;

export interface Moto {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts a server of its own on a free port of 127.0.0.1, with nothing in it. */
export const startMoto = async (): Promise<Moto> => {
  const child = spawn(server, ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    const [, endpoint] = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
    if (endpoint === undefined) continue;
    child.stderr.resume();
    return {
      endpoint,
      stop: async () => {
        child.kill();
        await exited;
      },
    };
  }
  throw new Error(`moto_server did not start:\n${said.join('\n')}`);
};

/** What moto needs and is not here, in a few words; undefined where it can run. */
export const missingForMoto = (): string | undefined => {
  const installed = globSync(join(venv, `lib/python*/site-packages/moto-${MOTO_VERSION}.dist-info`));
  return installed.length > 0 ? undefined : `moto ${MOTO_VERSION} (${install})`;
};

/** Tests that need moto. Where it is not installed they are left out, which one line says; in CI they must run. */
export const describeOnMoto = (name: string, tests: () => void): void => {
  const missing = missingForMoto();
  if (missing && process.env.CI) throw new Error(`In CI these tests must run; missing: ${missing}`);
  if (missing) process.stderr.write(`Left out: ${name} on moto; missing: ${missing}\n`);
  describe.skipIf(missing)(`${name} on moto`, tests);
};
