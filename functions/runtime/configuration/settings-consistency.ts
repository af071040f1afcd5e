import { personBehind } from '../../domain/principal.ts';
import type { ConfigurationFile } from './file-shape.ts';
import type { Finding } from './finding.ts';

/** What is wrong between settings that are no target's. */
export const settingsFindings = (file: ConfigurationFile): Finding[] => [
  ...emailClaimFindings(file),
  ...reminderFindings(file),
  ...signInFindings(file),
  ...peopleFindings(file),
];

const emailClaimFindings = ({ identity }: ConfigurationFile): Finding[] => {
  if (identity.emailClaim === 'email' || identity.emailsAreVerified) return [];
  const message =
    'email_verified says nothing of this claim: set identity.emailsAreVerified if the issuer verifies it';
  return [{ path: ['identity', 'emailClaim'], message }];
};

const reminderFindings = ({ reminders = {}, settings }: ConfigurationFile): Finding[] => {
  const { afterMinutes, escalateAfterMinutes } = reminders;
  const { decideWithinMinutes: end } = settings;
  const late = (['afterMinutes', 'escalateAfterMinutes'] as const).flatMap((name) =>
    (reminders[name] ?? 0) < end
      ? []
      : [
          {
            path: ['reminders', name],
            message: `expected less than ${end}, after which nobody decides any more`,
          },
        ],
  );
  const after = afterMinutes ?? end / 4;
  if (escalateAfterMinutes === undefined || escalateAfterMinutes >= after) return late;
  const message = `expected at least ${Math.ceil(after)}, when those who should decide are reminded`;
  return [...late, { path: ['reminders', 'escalateAfterMinutes'], message }];
};

const signInFindings = ({ approvals, identity }: ConfigurationFile): Finding[] => {
  if (!approvals?.requireSignIn) return [];
  const missing = (['clientId', 'authorizationEndpoint', 'tokenEndpoint'] as const).flatMap((name) =>
    approvals[name] === undefined
      ? [{ path: ['approvals', name], message: 'is missing: requireSignIn takes approvers there' }]
      : [],
  );
  const { clientId, token } = approvals;
  if (clientId === undefined || token === 'access_token' || identity.audience.includes(clientId))
    return missing;
  const message = `expected one of identity.audience (${identity.audience.join(', ')}): an id_token is made out to it`;
  return [...missing, { path: ['approvals', 'clientId'], message }];
};

/** A mailbox in two entries would make one person of two, or two of one. */
const peopleFindings = ({ people = {} }: ConfigurationFile): Finding[] => {
  const all = Object.entries(people).flatMap(([name, own]) =>
    own.map((mailbox, index) => ({ name, mailbox, path: ['people', name, index] })),
  );
  return all.flatMap(({ name, mailbox, path }, index) => {
    const other = all
      .slice(0, index)
      .find((earlier) => earlier.name !== name && personBehind(earlier.mailbox) === personBehind(mailbox));
    return other ? [{ path, message: `${mailbox} is ${other.name}'s already` }] : [];
  });
};
