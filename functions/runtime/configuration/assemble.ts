import type { Configuration, Target } from '../../domain/configuration.ts';
import type { GroupRef } from '../../domain/rule-key.ts';
import { peopleAmong, sharedAmong } from './approvers.ts';
import type { ConfigurationFile, TargetEntry } from './file-shape.ts';
import type { LocalSettings } from './local-settings.ts';
import { portRanges } from './written-ports.ts';

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

const target = (name: string, entry: TargetEntry, group: GroupRef, file: ConfigurationFile): Target => {
  const sharedMailboxes = sharedAmong(entry);
  return {
    name,
    description: entry.description,
    owner: entry.owner,
    group,
    ports: portRanges(entry),
    allowedSources: entry.allowedSources,
    minimumPrefix: entry.minimumPrefix,
    sourceDefault: entry.sourceDefault ?? null,
    maxMinutes: entry.maxMinutes,
    requesters: entry.requesters,
    approvers: peopleAmong(entry, file),
    requiredApprovals: entry.requiredApprovals,
    retired: entry.retired,
    ...(sharedMailboxes.length > 0 && { sharedMailboxes }),
    ...(entry.referencedSources === 'anybody' && { referencedSources: 'anybody' as const }),
    ...(entry.escalateTo && { escalateTo: entry.escalateTo }),
    ...(entry.breakGlass && { breakGlass: entry.breakGlass }),
  };
};

const signIn = ({ approvals }: ConfigurationFile): Pick<Configuration, 'signIn'> => {
  if (!approvals?.requireSignIn) return {};
  const { clientId, authorizationEndpoint, tokenEndpoint, scope, token } = approvals;
  if (clientId === undefined || authorizationEndpoint === undefined || tokenEndpoint === undefined) {
    throw new Error('Not checked: approvals.requireSignIn does not say where');
  }
  return { signIn: { clientId, authorizationEndpoint, tokenEndpoint, scope, token } };
};

/** The configuration that a file means, once it was found consistent. */
export const assembleConfiguration = (file: ConfigurationFile, place: Place): Configuration => ({
  deployment: file.deployment,
  targets: Object.entries(file.targets).map(([name, entry]) =>
    target(name, entry, groupRef(entry.securityGroup, file, place), file),
  ),
  machines: Object.entries(file.machines).map(([name, machine]) => ({ name, ...machine })),
  groups: file.groups,
  auditors: file.auditors,
  admins: file.admins,
  ...file.settings,
  ...(file.limits && { limits: file.limits }),
  ...(file.policy && { policy: file.policy }),
  ...(file.people && { people: file.people }),
  ...(file.reminders && { reminders: file.reminders }),
  ...signIn(file),
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
