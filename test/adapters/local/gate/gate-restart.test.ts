import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type DemoService,
  GREETING,
  startDemoService,
} from '../../../../functions/adapters/local/gate/demo-service.ts';
import { Gate } from '../../../../functions/adapters/local/gate/gate.ts';
import type { GateSettings } from '../../../../functions/adapters/local/gate/settings.ts';
import { DEPLOYMENT, GROUP, marks, PORT, tcp } from './gate-under-test.ts';
import { freePorts, knock, lineClient } from './sockets.ts';

let service: DemoService;
let settings: GateSettings;
let port: number;
beforeEach(async () => {
  service = await startDemoService();
  [port = 0] = await freePorts(1);
  settings = {
    path: join(mkdtempSync(join(tmpdir(), 'postern-gate-')), 'gate.sqlite'),
    deployment: DEPLOYMENT,
    ports: [
      {
        group: GROUP,
        protocol: 'tcp',
        port: PORT,
        listen: { host: '127.0.0.1', port },
        forward: service.address,
      },
    ],
  };
});
afterEach(() => service.close());

const processes: ChildProcess[] = [];
afterEach(() => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
});

/** A process that opens the port and then waits to be killed. */
const gateProcess = async (): Promise<{ ruleId: string; kill: () => Promise<void> }> => {
  const module = join(import.meta.dirname, '../../../../functions/adapters/local/gate/gate.ts');
  const program = `
    const { Gate } = await import(${JSON.stringify(module)});
    const gate = new Gate(${JSON.stringify(settings)});
    await gate.start();
    const answer = await gate.authorize(${JSON.stringify([GROUP, tcp('127.0.0.1/32'), marks]).slice(1, -1)});
    process.stdout.write(answer.ruleId);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  processes.push(child);
  const [ruleId] = await once(child.stdout, 'data');
  return {
    ruleId: String(ruleId),
    kill: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
};

describe('the rules of the gate', () => {
  it('outlive a gate that is closed; its connections do not', async () => {
    const first = new Gate(settings);
    await first.start();
    await first.authorize(GROUP, tcp('127.0.0.1/32'), marks);
    const before = await first.list(GROUP);
    const client = await lineClient(port);
    await client.next();
    const cut = once(client.socket, 'close');
    await first.close();
    await cut;
    expect(await knock(port)).toBe('ECONNREFUSED');

    const second = new Gate(settings);
    await second.start();
    expect(await second.list(GROUP)).toEqual(before);
    expect(await knock(port)).toBe(GREETING);
    await second.close();
  });

  it('outlive a process that is killed: the port is open again with the next one, and can be closed', async () => {
    const killed = await gateProcess();
    expect(await knock(port)).toBe(GREETING);
    await killed.kill();
    expect(await knock(port)).toBe('ECONNREFUSED');

    const next = new Gate(settings);
    await next.start();
    expect(await knock(port)).toBe(GREETING);
    expect(await next.revoke(GROUP, [killed.ruleId])).toEqual({
      outcome: 'ANSWERED',
      ruleIds: [killed.ruleId],
    });
    expect(await knock(port)).toBe('ECONNREFUSED');
    await next.close();
  });

  it('get their ids from the given randomness', async () => {
    const gate = new Gate({ ...settings, randomBytes: (count) => new Uint8Array(count).fill(0xab) });
    expect(await gate.authorize(GROUP, tcp('127.0.0.1/32'), marks)).toEqual({
      outcome: 'OPENED',
      ruleId: 'sgr-ababababababababa',
    });
    await gate.close();
  });
});
