import { App, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Postern } from 'postern';

const app = new App();
const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-central-1' } });
const vpc = new ec2.Vpc(stack, 'Vpc');

const postern = new Postern(stack, 'Postern', {
  deployment: 'shop',
  identity: { issuer: 'https://login.example.com/', audience: ['postern'] },
  mail: { from: 'postern@example.com' },
  groups: { engineering: ['alice@example.com', 'carol@example.com'] },
  policies: 'policies',
});

const cluster = new rds.DatabaseCluster(stack, 'Orders', {
  engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_6 }),
  writer: rds.ClusterInstance.serverlessV2('writer'),
  vpc,
  securityGroups: [postern.securityGroup(vpc, { name: 'orders-db' })],
});

postern.addTarget('orders-db', {
  connections: cluster,
  port: ec2.Port.tcp(5432),
  description: 'Orders of the shop, PostgreSQL',
  owner: 'Team Orders',
  allowedSources: ['10.20.0.0/16'],
  maxDuration: Duration.hours(2),
  requesters: ['group:engineering'],
  approvers: ['bob@example.com', 'carol@example.com'],
});
