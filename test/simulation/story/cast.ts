import type { Configuration, Target } from '../../../functions/domain/configuration.ts';
import type { Principal } from '../../../functions/domain/principal.ts';
import type { GroupRef } from '../../../functions/domain/rule-key.ts';
import { aConfiguration, ORDERS, person } from '../../support/world.ts';

const group = (letter: string): GroupRef => ({ ...ORDERS.group, groupId: `sg-${letter.repeat(17)}` });

/** Three targets in one group, two of them the very same port; two in groups of their own. */
const TARGETS: readonly Target[] = [
  { name: 'orders', group: group('a'), fromPort: 5432 },
  { name: 'orders-twin', group: group('a'), fromPort: 5432 },
  { name: 'ledger', group: group('a'), fromPort: 5433 },
  { name: 'cache', group: group('b'), fromPort: 6379, requiredApprovals: 2 },
  { name: 'reports', group: group('c'), fromPort: 8443 },
].map(({ fromPort, ...target }) => ({
  ...ORDERS,
  ...target,
  ports: [{ protocol: 'tcp', fromPort, toPort: fromPort }],
  maxMinutes: 60,
  requesters: ['alice@example.com', 'carol@example.com', 'dave@example.com', 'machine:robot'],
  approvers: ['bob@example.com', 'carol@example.com', 'erin@example.com'],
}));

/** Nobody is asked about it: its policy approves by itself. */
export const AUTOMATIC = 'reports';

export const CONFIGURATION: Configuration = aConfiguration({
  targets: TARGETS,
  machines: [
    { name: 'robot', principal: 'arn:aws:iam::111122223333:role/robot', owners: ['bob@example.com'] },
  ],
  decideWithinMinutes: 15,
});

export const GROUPS: readonly GroupRef[] = [group('a'), group('b'), group('c')];
export const TARGET_NAMES = TARGETS.map(({ name }) => name);
export const REQUESTERS = ['alice', 'carol', 'dave', 'robot'] as const;
export const APPROVERS = ['bob', 'carol', 'erin'] as const;

export const principalOf = (name: string): Principal =>
  name === 'robot' ? { kind: 'machine', name: 'robot', owners: ['bob@example.com'] } : person(name);

/** As a person writes them, and as the rule then says. Few, so that several requests mean the same rule. */
export const SOURCES = [
  { written: '10.20.30.40', canonical: '10.20.30.40/32' },
  { written: '10.20.30.40/32', canonical: '10.20.30.40/32' },
  { written: '10.20.31.0/24', canonical: '10.20.31.0/24' },
] as const;
