import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describeOn } from './describe-on.ts';
import { commandOf, missingPythonEngine, PYTHON_ENGINES } from './python-engines.ts';

/** Moto's own default account. */
export const MOTO_ACCOUNT = '123456789012';

export interface Moto {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts a server of its own on a free port of 127.0.0.1, with nothing in it. */
export const startMoto = async (): Promise<Moto> => {
  const child = spawn(commandOf('moto', 'moto_server'), ['-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
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

/** Tests that need moto. Where it is not installed they are left out, which the closing line says. */
export const describeOnMoto = (name: string, tests: () => void): void =>
  describeOn(
    { engine: `moto ${PYTHON_ENGINES.moto.version}`, missing: missingPythonEngine('moto') },
    `${name} on moto`,
    tests,
  );
