import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dynamoDbLocalCommand, inNamespace, PORT_INSIDE } from './dynamodb-local/engine.ts';
import { relayTo } from './relay.ts';

export { dynamoDbLocalVersion, missingForDynamoDbLocal } from './dynamodb-local/engine.ts';

export interface RunningEngine {
  /** `http://127.0.0.1:PORT`, on a port that was free. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * Amazon's DynamoDB Local. It binds every interface and cannot be told otherwise; so it runs in a network namespace
 * that has only a loopback, and a relay on 127.0.0.1 is its one way in.
 */
export const startDynamoDbLocal = async (): Promise<RunningEngine> => {
  const folder = await mkdtemp(join(tmpdir(), 'postern-dynamodb-'));
  const socket = join(folder, 'engine.sock');
  const inside = join(import.meta.dirname, 'inside-namespace.ts');
  const [command = '', ...args] = inNamespace([
    process.execPath,
    inside,
    socket,
    String(PORT_INSIDE),
    ...dynamoDbLocalCommand(),
  ]);
  const engine = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(engine, 'close');
  let complaints = '';
  engine.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  const ready = await Promise.race([once(engine.stdout, 'data'), ended.then(() => undefined)]);
  if (!ready) throw new Error(`DynamoDB Local did not start: ${complaints}`);

  const relay = relayTo({ path: socket }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    stop: async () => {
      relay.close();
      // The kernel then ends the whole namespace: see --kill-child.
      engine.kill('SIGKILL');
      await ended;
    },
  };
};
