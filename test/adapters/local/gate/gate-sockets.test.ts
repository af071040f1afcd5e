import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GREETING } from '../../../../functions/adapters/local/gate/demo-service.ts';
import { Gate } from '../../../../functions/adapters/local/gate/gate.ts';
import type { Permission } from '../../../../functions/domain/rule-key.ts';
import {
  DEPLOYMENT,
  type GateUnderTest,
  GROUP,
  marks,
  OTHER_GROUP,
  PORT,
  startGate,
  tcp,
} from './gate-under-test.ts';
import { knock, lineClient } from './sockets.ts';

let under: GateUnderTest;
let port: number;
beforeEach(async () => {
  under = await startGate();
  port = under.guarded.listen.port;
});
afterEach(() => under.close());

const open = async (permission: Permission): Promise<string> => {
  const answer = await under.gate.authorize(GROUP, permission, marks);
  if (answer.outcome !== 'OPENED') throw new Error(JSON.stringify(answer));
  return answer.ruleId;
};
const close = (ruleId: string) => under.gate.revoke(GROUP, [ruleId]);

describe('a guarded port', () => {
  it('refuses before a rule opens it, serves while it is open, and refuses after', async () => {
    expect(await knock(port)).toBe('ECONNREFUSED');
    const ruleId = await open(tcp('127.0.0.1/32'));
    expect(await knock(port)).toBe(GREETING);
    await close(ruleId);
    expect(await knock(port)).toBe('ECONNREFUSED');
  });

  it('is open when authorize answers and closed when revoke does, time after time', async () => {
    for (let round = 0; round < 25; round += 1) {
      const ruleId = await open(tcp('127.0.0.0/8'));
      expect(await knock(port)).toBe(GREETING);
      await close(ruleId);
      expect(await knock(port)).toBe('ECONNREFUSED');
    }
  });

  it('resets who comes from elsewhere than the source', async () => {
    await open(tcp('127.0.0.2/32'));
    expect(await knock(port, '127.0.0.2')).toBe(GREETING);
    expect(await knock(port, '127.0.0.1')).toBe('ECONNRESET');
    expect(await knock(port, '127.0.0.3')).toBe('ECONNRESET');
  });

  it('stays open for one rule when another of them is revoked', async () => {
    const first = await open(tcp('127.0.0.1/32'));
    const second = await open(tcp('127.0.0.2/32'));
    await close(first);
    expect(await knock(port, '127.0.0.1')).toBe('ECONNRESET');
    expect(await knock(port, '127.0.0.2')).toBe(GREETING);
    await close(second);
    expect(await knock(port, '127.0.0.2')).toBe('ECONNREFUSED');
  });

  it.each<[string, Permission]>([
    ['another port', tcp('127.0.0.0/8', PORT + 1)],
    ['UDP', { ...tcp('127.0.0.0/8'), protocol: 'udp' }],
  ])('is not opened by a rule for %s', async (_, permission) => {
    await open(permission);
    expect(await knock(port)).toBe('ECONNREFUSED');
  });

  it('is not opened by a rule of another group', async () => {
    await under.gate.authorize(OTHER_GROUP, tcp('127.0.0.0/8'), marks);
    expect(await knock(port)).toBe('ECONNREFUSED');
  });

  it('obeys rules that others add, edit, and delete', async () => {
    const ruleId = await under.gate.byHand.addRule(GROUP, {
      protocol: '-1',
      fromPort: -1,
      toPort: -1,
      source: '127.0.0.1/32',
    });
    expect(await knock(port)).toBe(GREETING);
    await under.gate.byHand.editRule(GROUP, ruleId, { source: '127.0.0.2/32' });
    expect(await knock(port)).toBe('ECONNRESET');
    await under.gate.byHand.deleteRule(GROUP, ruleId);
    expect(await knock(port)).toBe('ECONNREFUSED');
  });

  it('closes with its group', async () => {
    await open(tcp('127.0.0.1/32'));
    await under.gate.byHand.deleteGroup(GROUP);
    expect(await knock(port)).toBe('ECONNREFUSED');
  });

  it('opens once for two calls at the same time', async () => {
    const answers = await Promise.all(
      [1, 2].map(() => under.gate.authorize(GROUP, tcp('127.0.0.1/32'), marks)),
    );
    expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['DUPLICATE', 'OPENED']);
  });
});

describe('an established connection', () => {
  it('survives the removal of its rule, as on EC2, while nobody new gets in', async () => {
    const ruleId = await open(tcp('127.0.0.1/32'));
    const client = await lineClient(port);
    expect(await client.next()).toBe(GREETING);

    await close(ruleId);
    expect(await knock(port)).toBe('ECONNREFUSED');
    expect(await client.ask('still here?')).toBe('still here?');

    // The port can be opened again beside it.
    await open(tcp('127.0.0.1/32'));
    expect(await knock(port)).toBe(GREETING);
    expect(await client.ask('and now?')).toBe('and now?');
    client.socket.destroy();
  });

  it('ends with the service behind', async () => {
    await open(tcp('127.0.0.1/32'));
    const client = await lineClient(port);
    expect(await client.next()).toBe(GREETING);
    const closed = once(client.socket, 'close');
    await under.service.close();
    await closed;
    expect(await knock(port)).toBe('ECONNRESET');
  });

  it('carries what was sent before the client ended its half', async () => {
    await open(tcp('127.0.0.1/32'));
    const client = await lineClient(port);
    await client.next();
    const long = 'x'.repeat(1_000_000);
    client.socket.end(`${long}\n`);
    expect(await client.next()).toBe(long);
  });

  it('is counted while it lives, and its port is shown with its rules', async () => {
    const ruleId = await open(tcp('127.0.0.1/32'));
    const client = await lineClient(port);
    await client.next();
    const [shown] = under.gate.snapshot().ports;
    expect(shown).toMatchObject({
      group: GROUP,
      port: PORT,
      listen: { host: '127.0.0.1', port },
      isOpen: true,
      connections: 1,
      rules: [{ ruleId, summary: `tcp ${PORT} from 127.0.0.1/32` }],
    });

    await close(ruleId);
    expect(under.gate.snapshot().ports[0]).toMatchObject({ isOpen: false, connections: 1, rules: [] });
    client.socket.destroy();
  });
});

describe('a port that another program has', () => {
  const occupy = async () => {
    const occupant = createServer().listen({ host: '127.0.0.1', port });
    await once(occupant, 'listening');
    return async () => {
      occupant.close();
      await once(occupant, 'close');
    };
  };

  it('is named by authorize, which opens nothing', async () => {
    const vacate = await occupy();
    expect(await under.gate.authorize(GROUP, tcp('127.0.0.1/32'), marks)).toEqual({
      outcome: 'REFUSED',
      detail: expect.stringContaining(`Port ${port} on 127.0.0.1 is taken by another program`),
    });
    expect(await under.gate.list(GROUP)).toEqual({ outcome: 'LISTED', rules: [] });
    await vacate();
    await open(tcp('127.0.0.1/32'));
    expect(await knock(port)).toBe(GREETING);
  });

  it('is named at the start, before anybody needs it, and then no port is open', async () => {
    const vacate = await occupy();
    const [first, second] = under.gate.snapshot().ports.toReversed();
    if (!first || !second) throw new Error('Two ports are guarded.');
    const gate = new Gate({ path: ':memory:', deployment: DEPLOYMENT, ports: [first, second] });
    await expect(gate.start()).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken by another program`);
    expect(await knock(first.listen.port)).toBe('ECONNREFUSED');
    await gate.close();
    await vacate();
  });
});
