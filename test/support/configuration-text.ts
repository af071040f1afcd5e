/** A small configuration in which everything is right. Tests replace one part of it. */
export const CONFIGURATION_TEXT = `deployment: example
aws: { account: '111122223333', region: eu-central-1 }
identity: { issuer: https://login.example.com/, audience: [postern] }
mail: { from: postern@example.com }
groups:
  engineering: [alice@example.com, carol@example.com]
machines:
  nightly-export: { principal: 'arn:aws:iam::111122223333:role/nightly-export', owners: [dora@example.com] }
auditors: [audra@example.com]
admins: [group:engineering]
securityGroups:
  orders-db: { id: sg-0a1b2c3d4e5f60718 }
targets:
  orders-db:
    description: Orders, read and write
    owner: Team Orders
    securityGroup: orders-db
    port: 5432
    allowedSources: [10.0.0.0/8]
    maxMinutes: 60
    requesters: [group:engineering, machine:nightly-export]
    approvers: [bob@example.com, carol@example.com]
local:
  gates:
    - { securityGroup: orders-db, port: 5432, listenPort: 15432 }
  identities:
    - { email: alice@example.com, groups: [engineering] }
`;

/** That text with one part of it replaced; throws where the part does not stand in it, once. */
export const configurationText = (part: string, replacement: string): string => {
  if (CONFIGURATION_TEXT.split(part).length !== 2) throw new Error(`Not once in the text: ${part}`);
  return CONFIGURATION_TEXT.replace(part, () => replacement);
};
