import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConfiguredPostern } from '../../infra/configured-postern.ts';
import { declaredStack, ORDERS } from '../support/declared-stack.ts';
import { exampleConfiguration } from '../support/stack.ts';

interface Finding {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
  readonly reason?: string;
}

interface PackReport {
  readonly pluginName: string;
  readonly conclusion: string;
  readonly violations: readonly Finding[];
  readonly suppressedViolations: readonly Finding[];
}

/** Rules that some resource is excused from; why stands beside the resource, in infra/. */
const EXCUSED = [
  'AwsSolutions-APIG4',
  'AwsSolutions-IAM5[Resource::*]',
  'AwsSolutions-IAM5[Resource::arn:aws:ec2:eu-central-1:111122223333:security-group-rule/*]',
  'AwsSolutions-IAM5[Resource::arn:aws:ec2:eu-west-1:111122223333:security-group-rule/*]',
  'AwsSolutions-SQS3',
  'NIST.800.53.R5-CloudWatchLogGroupEncrypted',
  'NIST.800.53.R5-DynamoDBInBackupPlan',
  'NIST.800.53.R5-IAMNoInlinePolicy',
  'NIST.800.53.R5-LambdaConcurrency',
  'NIST.800.53.R5-LambdaDLQ',
  'NIST.800.53.R5-LambdaInsideVPC',
  'NIST.800.53.R5-SNSEncryptedKMS',
  'Serverless-LambdaAsyncFailureDestination',
  'Serverless-LambdaDLQ',
  'Serverless-SQSRedrivePolicy',
];

/** Milliseconds: three packs look at every resource. */
const SYNTHESIS = 120_000;

/** What the packs say of an app. */
const judge = (
  folder: string,
  context: Record<string, unknown>,
  fill: (app: App) => void,
): readonly PackReport[] => {
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] }, outdir: folder });
  fill(app);
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new ServerlessChecks(app),
    new NIST80053R5Checks(app),
  );
  try {
    app.synth();
  } catch (error) {
    // What is broken stands in the report.
    if ((error as Error).name !== 'ValidationFailed') throw error;
  }
  return JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8')).pluginReports;
};

const brokenIn = (reports: readonly PackReport[], pack: string): (readonly [string, readonly string[]])[] => {
  const { violations = [] } = reports.find(({ pluginName }) => pluginName === pack) ?? {};
  return violations.map(({ ruleName, violatingConstructs }) => [
    ruleName,
    violatingConstructs.map(({ constructPath }) => constructPath),
  ]);
};

const PACKS = ['AwsSolutions', 'Serverless', 'NIST.800.53.R5'];

describe('the stack, judged by cdk-nag', () => {
  let folder: string;
  let reports: readonly PackReport[];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-nag-'));
    const { context } = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8'));
    const { configuration, place } = exampleConfiguration();
    reports = judge(folder, context, (app) => {
      new ConfiguredPostern(new Stack(app, 'Postern', { env: place }), 'Postern', { configuration });
    });
  }, SYNTHESIS);

  it.each(PACKS)('breaks no rule of %s', (pack) => {
    expect(brokenIn(reports, pack)).toEqual([]);
    expect(reports.find(({ pluginName }) => pluginName === pack)?.conclusion).toBe('success');
  });

  it('is excused from no other rule than those, each with a reason', () => {
    const excused = reports.flatMap(({ suppressedViolations }) => suppressedViolations);
    expect([...new Set(excused.map(({ ruleName }) => ruleName))].sort()).toEqual(EXCUSED);
    for (const { reason } of excused) expect(String(reason).length).toBeGreaterThan(30);
  });
});

describe('Postern in a stack of somebody else’s, judged by cdk-nag', () => {
  let folder: string;
  let reports: readonly PackReport[];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-nag-'));
    // Without any of the flags that this repository has set.
    reports = judge(folder, {}, (app) => {
      const { vpc, postern } = declaredStack({}, app);
      postern.addTarget('orders-db', { ...ORDERS, connections: postern.securityGroup(vpc) });
    });
  }, SYNTHESIS);

  it.each(PACKS)('breaks no rule of %s; what else the stack breaks is its owner’s', (pack) => {
    const paths = brokenIn(reports, pack).flatMap(([rule, all]) => all.map((path) => `${rule} ${path}`));
    expect(paths.filter((path) => path.includes('/Postern/'))).toEqual([]);
    expect(reports.map(({ pluginName }) => pluginName)).toContain(pack);
  });
});
