import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import { ROOT_KEY, startMiniStack } from '../../engines/ministack.ts';
import { MOTO_ACCOUNT, startMoto } from '../../engines/moto.ts';
import { type Answer, askToDelete } from './ask-to-delete.ts';
import { cdkCli } from './cdk.ts';
import { makeCertificate } from './certificate.ts';
import { Client } from './client.ts';
import { configurationText, PEOPLE, SENDER } from './configuration.ts';
import { startIssuer } from './issuer.ts';
import { Mailbox } from './mailbox.ts';
import { revokeNamesRules } from './revoke-names-rules.ts';
import { runDoctor } from './run-doctor.ts';
import { createSecurityGroup, type SecurityGroup } from './security-group.ts';
import { TRANSCRIPT_FOLDER } from './transcript.ts';

const REGION = 'eu-central-1';

export interface Deployment {
  readonly group: SecurityGroup;
  readonly mailbox: Mailbox;
  /** Where the SDK finds the AWS that Postern is deployed to. */
  readonly endpoint: string;
  readonly region: string;
  /** Certificate of the endpoint. */
  readonly ca: string;
  readonly stateMachineArn: string;
  readonly tableName: string;
  as(person: keyof typeof PEOPLE): Promise<Client>;
  readonly anybody: Client;
  /** Deploys what a platform team changed in the configuration. */
  upgrade(maxMinutes: number): Promise<void>;
  /** Deploys the configuration with its target under another name. */
  renameTarget(name: string): Promise<void>;
  /** What the stack answers when CloudFormation asks whether it may be deleted. */
  mayBeDeleted(): Promise<Answer>;
  /** `cdk destroy`, once nobody protects the stack from it any more. */
  destroy(): Promise<void>;
  /** What `npm run doctor` prints of it. */
  doctor(mailTo: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Bootstraps and deploys the real app to MiniStack; EC2 and SES are moto's. */
export const deployPostern = async (): Promise<Deployment> => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-deployment-'));
  const certificate = makeCertificate(folder);
  const issuer = await startIssuer(Object.values(PEOPLE), certificate);
  const moto = await startMoto();
  const ec2 = await revokeNamesRules(moto.endpoint);
  const place = { account: MOTO_ACCOUNT, region: REGION };
  const log = join(TRANSCRIPT_FOLDER, 'ministack.log');
  const ministack = await startMiniStack({ ...place, folder, log, certificate });
  const stop = async () => {
    await Promise.all([
      ministack.stop(),
      moto.stop(),
      ec2[Symbol.asyncDispose](),
      issuer[Symbol.asyncDispose](),
    ]);
  };
  try {
    const group = await createSecurityGroup(moto.endpoint, REGION, 'orders-db');
    const verify = new VerifyEmailIdentityCommand({ EmailAddress: SENDER });
    await new SESClient({ endpoint: moto.endpoint, region: REGION }).send(verify);

    const configuration = join(folder, 'postern.yaml');
    const write = (maxMinutes: number, target = 'orders-db') =>
      writeFileSync(
        configuration,
        configurationText({ ...place, issuer: issuer.url, groupId: group.id, maxMinutes, target }),
      );
    const cdk = cdkCli({
      ...place,
      folder,
      endpoint: ministack.endpoint,
      certificateFile: certificate.file,
      context: { configuration, emulatedEc2: ec2.url, emulatedSes: moto.endpoint },
    });
    write(60);
    await cdk.bootstrap();
    const output = await cdk.deploy();
    const common = { apiUrl: output('ApiUrl'), ca: certificate.cert };
    return {
      group,
      mailbox: new Mailbox(moto.endpoint),
      endpoint: ministack.endpoint,
      region: REGION,
      ca: certificate.cert,
      stateMachineArn: output('StateMachineArn'),
      tableName: output('TableName'),
      as: async (person) => new Client({ ...common, token: await issuer.tokenFor(PEOPLE[person]) }),
      anybody: new Client(common),
      upgrade: async (maxMinutes) => {
        write(maxMinutes);
        await cdk.deploy();
      },
      renameTarget: async (name) => {
        write(60, name);
        await cdk.deploy();
      },
      mayBeDeleted: () => askToDelete({ endpoint: ministack.endpoint, region: REGION }, certificate),
      destroy: async () => {
        const client = new CloudFormationClient({
          endpoint: ministack.endpoint,
          region: REGION,
          credentials: ROOT_KEY,
          requestHandler: { httpsAgent: { ca: certificate.cert } },
        });
        const StackName = 'postern-conformance';
        await client.send(
          new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
        );
        await cdk.destroy();
      },
      doctor: (mailTo) =>
        runDoctor(['--configuration', configuration, '--mail-to', mailTo], {
          AWS_ENDPOINT_URL: ministack.endpoint,
          AWS_ENDPOINT_URL_EC2: moto.endpoint,
          AWS_ENDPOINT_URL_SES: moto.endpoint,
          AWS_ACCESS_KEY_ID: ROOT_KEY.accessKeyId,
          AWS_SECRET_ACCESS_KEY: ROOT_KEY.secretAccessKey,
          AWS_EC2_METADATA_DISABLED: 'true',
          NODE_EXTRA_CA_CERTS: certificate.file,
        }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
