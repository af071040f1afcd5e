import type { Configuration, Target } from '../../../functions/domain/configuration.ts';
import type { PortRange } from '../../../functions/domain/port-range.ts';
import type { Principal } from '../../../functions/domain/principal.ts';
import { type GroupRef, groupKey } from '../../../functions/domain/rule-key.ts';
import { aConfiguration, ORDERS, person } from '../../support/world.ts';

const group = (letter: string): GroupRef => ({ ...ORDERS.group, groupId: `sg-${letter.repeat(17)}` });

const port = (fromPort: number, protocol: PortRange['protocol'] = 'tcp', toPort = fromPort): PortRange => ({
  protocol,
  fromPort,
  toPort,
});

/** Everything in it is a source, for the machine alone. */
const FLEET = `sg-${'d'.repeat(17)}`;
/** The target that is asked for from there. */
export const FROM_FLEET = 'exports';

/** Who may break the glass of which targets, and for how long. Twins, which are one port, have the same people. */
export const EMERGENCY: {
  readonly targets: readonly string[];
  readonly people: readonly (typeof REQUESTERS)[number][];
  readonly maxMinutes: number;
} = { targets: ['orders', 'orders-twin', 'cache'], people: ['carol', 'dave'], maxMinutes: 5 };

/**
 * Three targets in one group, two of them the very same port; one of several ports in a group of its own; and two in
 * another, of which one has several ports, and the other is reached from a security group.
 */
const TARGETS: readonly Target[] = [
  { name: 'orders', group: group('a'), ports: [port(5432)] },
  { name: 'orders-twin', group: group('a'), ports: [port(5432)] },
  { name: 'ledger', group: group('a'), ports: [port(5433)] },
  {
    name: 'cache',
    group: group('b'),
    ports: [port(6379), port(16_379, 'udp', 16_381)],
    requiredApprovals: 2,
  },
  { name: FROM_FLEET, group: group('b'), ports: [port(9000)], allowedSources: [FLEET] },
  { name: 'reports', group: group('c'), ports: [port(8443), port(8443, 'udp')] },
].map((target) => ({
  ...ORDERS,
  ...target,
  maxMinutes: 60,
  requesters: ['alice@example.com', 'carol@example.com', 'dave@example.com', 'machine:robot'],
  approvers: ['bob@example.com', 'carol@example.com', 'erin@example.com'],
  ...(EMERGENCY.targets.includes(target.name)
    ? {
        breakGlass: {
          requesters: EMERGENCY.people.map((name) => `${name}@example.com`),
          maxMinutes: EMERGENCY.maxMinutes,
        },
      }
    : {}),
}));

/** Nobody is asked about it: its policy approves by itself. */
export const AUTOMATIC = 'reports';
/** Index in GROUPS of where it is. */
export const AUTOMATIC_GROUP = 2;

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
export const NETWORKS = [
  { written: '10.20.30.40', canonical: '10.20.30.40/32' },
  { written: '10.20.30.40/32', canonical: '10.20.30.40/32' },
  { written: '10.20.31.0/24', canonical: '10.20.31.0/24' },
] as const;

export const SOURCES = [...NETWORKS, { written: FLEET, canonical: FLEET }] as const;
/** Index of the group among them. */
export const FLEET_SOURCE = NETWORKS.length;

/** What the rules of a target are about, as it was before anybody changed it. */
export const portsOf = (name: string): readonly PortRange[] =>
  TARGETS.find((target) => target.name === name)?.ports ?? [];

/** Ports that somebody with a console opens in a group as well: those that are in the way. */
export const portsIn = (group: string): readonly PortRange[] =>
  TARGETS.filter((target) => groupKey(target.group) === group).flatMap(({ ports }) => ports);
