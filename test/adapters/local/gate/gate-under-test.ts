import {
  type DemoService,
  startDemoService,
} from '../../../../functions/adapters/local/gate/demo-service.ts';
import { Gate } from '../../../../functions/adapters/local/gate/gate.ts';
import type { GuardedPort } from '../../../../functions/adapters/local/gate/settings.ts';
import type { GroupRef, Permission } from '../../../../functions/domain/rule-key.ts';
import { freePorts } from './sockets.ts';

export const DEPLOYMENT = 'gate-test';
export const GROUP: GroupRef = { account: '000000000000', region: 'local', groupId: `sg-${'a'.repeat(17)}` };
export const OTHER_GROUP: GroupRef = { ...GROUP, groupId: `sg-${'b'.repeat(17)}` };
/** The port that rules name; the socket listens on another. */
export const PORT = 5432;

export interface GateUnderTest {
  readonly gate: Gate;
  readonly service: DemoService;
  readonly guarded: GuardedPort;
  close(): Promise<void>;
}

/** A started gate with one guarded port in each of two groups, in front of a demo service. */
export const startGate = async (): Promise<GateUnderTest> => {
  const service = await startDemoService();
  const [first = 0, second = 0] = await freePorts(2);
  const guard = (group: GroupRef, port: number): GuardedPort => ({
    group,
    protocol: 'tcp',
    port: PORT,
    listen: { host: '127.0.0.1', port },
    forward: service.address,
  });
  const guarded = guard(GROUP, first);
  const gate = new Gate({
    path: ':memory:',
    deployment: DEPLOYMENT,
    ports: [guarded, guard(OTHER_GROUP, second)],
  });
  await gate.start();
  return {
    gate,
    service,
    guarded,
    close: async () => {
      await gate.close();
      await service.close();
    },
  };
};

export const tcp = (source: string, port = PORT): Permission => ({
  protocol: 'tcp',
  fromPort: port,
  toPort: port,
  source,
});

export const marks = { ledgerId: `lg_${'0'.repeat(26)}` };
