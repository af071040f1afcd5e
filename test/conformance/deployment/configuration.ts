export const AUDIENCE = 'postern';

export const PEOPLE = {
  alice: 'alice@example.com',
  carol: 'carol@example.com',
  bob: 'bob@example.com',
  audra: 'audra@example.com',
  mallory: 'mallory@example.com',
} as const;

export const SENDER = 'postern@example.com';

export interface Deployed {
  readonly account: string;
  readonly region: string;
  readonly issuer: string;
  readonly groupId: string;
  /** What the platform team changes between two deployments. */
  readonly maxMinutes: number;
  readonly target: string;
}

/** The `postern.yaml` of the deployment, with times as short as they may be. */
export const configurationText = ({
  account,
  region,
  issuer,
  groupId,
  maxMinutes,
  target,
}: Deployed): string =>
  JSON.stringify({
    deployment: 'conformance',
    aws: { account, region },
    // Two and not one: on a busy machine mail may take most of a minute.
    settings: { decideWithinMinutes: 2 },
    identity: { issuer, audience: [AUDIENCE] },
    mail: { from: SENDER },
    groups: { engineering: [] },
    auditors: [PEOPLE.audra],
    securityGroups: { 'orders-db': { id: groupId } },
    targets: {
      [target]: {
        description: 'Orders of the shop',
        owner: 'Team Orders',
        securityGroup: 'orders-db',
        port: 5432,
        allowedSources: ['10.20.0.0/16'],
        maxMinutes,
        requesters: ['group:engineering'],
        approvers: [PEOPLE.bob],
      },
    },
  });
