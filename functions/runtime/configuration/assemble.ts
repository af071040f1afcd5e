import type { Configuration, Target } from '../../domain/configuration.ts';
import type { GroupRef } from '../../domain/rule-key.ts';
import type { ConfigurationFile, TargetEntry } from './file-shape.ts';
import type { LocalSettings } from './local-settings.ts';
import { portRange } from './port-range.ts';

/** Where security groups are that do not say so themselves. */
export interface Place {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
}

const groupRef = (name: string, file: ConfigurationFile, place: Place): GroupRef => {
  const group = file.securityGroups[name];
  if (group === undefined) throw new Error(`Not checked: there is no security group ${name}`);
  return { account: place.account, region: group.region ?? place.region, groupId: group.id };
};

const target = (name: string, entry: TargetEntry, group: GroupRef): Target => {
  const range = portRange(entry);
  if (range === null) throw new Error(`Not checked: ${name} has no ports`);
  return {
    name,
    description: entry.description,
    owner: entry.owner,
    group,
    protocol: entry.protocol,
    ...range,
    allowedSources: entry.allowedSources,
    minimumPrefix: entry.minimumPrefix,
    sourceDefault: entry.sourceDefault ?? null,
    maxMinutes: entry.maxMinutes,
    requesters: entry.requesters,
    approvers: entry.approvers,
    requiredApprovals: entry.requiredApprovals,
    retired: entry.retired,
  };
};

/** The configuration that a file means, once it was found consistent. */
export const assembleConfiguration = (file: ConfigurationFile, place: Place): Configuration => ({
  deployment: file.deployment,
  targets: Object.entries(file.targets).map(([name, entry]) =>
    target(name, entry, groupRef(entry.securityGroup, file, place)),
  ),
  machines: Object.entries(file.machines).map(([name, machine]) => ({ name, ...machine })),
  groups: file.groups,
  auditors: file.auditors,
  admins: file.admins,
  ...file.settings,
  mail: file.mail,
  identity: file.identity,
});

export const assembleLocalSettings = (file: ConfigurationFile, place: Place): LocalSettings => ({
  gates: file.local.gates.map(({ securityGroup, port, listenPort, forwardPort }) => ({
    group: groupRef(securityGroup, file, place),
    port,
    listenPort,
    forwardPort: forwardPort ?? null,
  })),
  identities: file.local.identities,
});
