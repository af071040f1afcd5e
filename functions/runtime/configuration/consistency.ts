import { shareAPort } from '../../domain/port-range.ts';
import type { ConfigurationFile, TargetEntry } from './file-shape.ts';
import { type Finding, repeated, unknownName, unknownReferences } from './finding.ts';
import { normalisedPrincipal } from './iam-principal.ts';
import { overlapFindings } from './overlapping-targets.ts';
import { settingsFindings } from './settings-consistency.ts';
import { targetFindings } from './target-consistency.ts';
import { portRanges } from './written-ports.ts';

/** All that is wrong between places of a file that are each well formed. */
export const findings = (file: ConfigurationFile): readonly Finding[] => [
  ...securityGroupFindings(file),
  ...machineFindings(file),
  ...settingsFindings(file),
  ...unknownReferences(['auditors'], file.auditors, file),
  ...unknownReferences(['admins'], file.admins, file),
  ...Object.entries(file.targets).flatMap(([name, target]) => targetFindings(name, target, file)),
  ...overlapFindings(file),
  ...localFindings(file),
];

/** As callers are looked up: of two that are the same there, one would be taken for the other. */
const machineFindings = ({ machines }: ConfigurationFile): Finding[] => {
  const all = Object.entries(machines).map(([name, { principal }]) => ({
    name,
    principal: normalisedPrincipal(principal),
  }));
  return all.flatMap(({ name, principal }, index) => {
    const first = all.findIndex((other) => other.principal === principal);
    const message = `machines.${all[first]?.name} is ${principal} already; a role's path tells no callers apart`;
    return first === index ? [] : [{ path: ['machines', name, 'principal'], message }];
  });
};

const securityGroupFindings = ({ securityGroups, aws }: ConfigurationFile): Finding[] => [
  ...Object.entries(securityGroups).flatMap(([name, { account }]) =>
    account === undefined || account === aws.account
      ? []
      : [
          {
            path: ['securityGroups', name, 'account'],
            message: `Postern opens ports only in its own account ${aws.account} for now; ${account} is another`,
          },
        ],
  ),
  ...repeated(Object.entries(securityGroups).map(([name, { id }]) => [['securityGroups', name, 'id'], id])),
];

const localFindings = ({ local, securityGroups, targets }: ConfigurationFile): Finding[] => [
  ...local.gates.flatMap(({ securityGroup, port }, index) => {
    const path = ['local', 'gates', index];
    const unknown = unknownName(
      [...path, 'securityGroup'],
      'security group',
      securityGroup,
      Object.keys(securityGroups),
    );
    const isAsked = Object.values(targets).some(
      (target) => target.securityGroup === securityGroup && opens(target, port),
    );
    if (unknown.length > 0 || isAsked) return unknown;
    return [{ path: [...path, 'port'], message: `no target opens tcp ${port} of ${securityGroup}` }];
  }),
  ...repeated(
    local.gates.map(({ listenPort }, index) => [['local', 'gates', index, 'listenPort'], listenPort]),
  ),
  ...repeated(local.identities.map(({ email }, index) => [['local', 'identities', index, 'email'], email])),
];

const opens = (target: TargetEntry, port: number): boolean =>
  portRanges(target).some((range) => shareAPort(range, { protocol: 'tcp', fromPort: port, toPort: port }));
