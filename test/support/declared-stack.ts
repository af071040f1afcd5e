import { App, Duration, Stack } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { TargetProps } from '../../infra/declaration/target-props.ts';
import { Postern, type PosternProps } from '../../infra/postern.ts';

/** What `CONFIGURATION_TEXT` says, written in TypeScript. */
export const SETTINGS: PosternProps = {
  deployment: 'example',
  identity: { issuer: 'https://login.example.com/', audience: ['postern'] },
  mail: { from: 'postern@example.com' },
  groups: { engineering: ['alice@example.com', 'carol@example.com'] },
  machines: {
    'nightly-export': {
      principal: 'arn:aws:iam::111122223333:role/nightly-export',
      owners: ['dora@example.com'],
    },
  },
  auditors: ['audra@example.com'],
  admins: ['group:engineering'],
};

export const ORDERS: Omit<TargetProps, 'connections'> = {
  description: 'Orders, read and write',
  owner: 'Team Orders',
  port: Port.tcp(5432),
  allowedSources: ['10.0.0.0/8'],
  maxDuration: Duration.hours(1),
  requesters: ['group:engineering', 'machine:nightly-export'],
  approvers: ['bob@example.com', 'carol@example.com'],
};

const PLACE = { account: '111122223333', region: 'eu-central-1' };

export interface DeclaredStack {
  readonly stack: Stack;
  readonly vpc: IVpc;
  readonly postern: Postern;
}

/** An app of somebody's own that embeds Postern, with nothing bundled unless it is given another one. */
export const declaredStack = (
  props: Partial<PosternProps> = {},
  app = new App({ context: { 'aws:cdk:bundling-stacks': [] } }),
): DeclaredStack => {
  const stack = new Stack(app, 'Shop', { env: PLACE });
  const vpc = new Vpc(stack, 'Vpc', { natGateways: 0 }) as IVpc;
  return { stack, vpc, postern: new Postern(stack, 'Postern', { ...SETTINGS, ...props }) };
};

/** A group that was made elsewhere, of which the id is known. */
export const knownGroup = (scope: Stack, id: string): ISecurityGroup =>
  SecurityGroup.fromSecurityGroupId(scope, id, id) as ISecurityGroup;
