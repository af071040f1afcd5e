import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Postern } from '../../infra/postern.ts';
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

describe('the stack, judged by cdk-nag', () => {
  let folder: string;
  let reports: readonly PackReport[];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-nag-'));
    const { context } = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8'));
    const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] }, outdir: folder });
    const { configuration, place } = exampleConfiguration();
    new Postern(new Stack(app, 'Postern', { env: place }), 'Postern', { configuration });
    Validations.of(app).addPlugins(
      new AwsSolutionsChecks(app),
      new ServerlessChecks(app),
      new NIST80053R5Checks(app),
    );
    app.synth();
    const report = JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8'));
    reports = report.pluginReports;
  }, SYNTHESIS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['AwsSolutions', 'Serverless', 'NIST.800.53.R5'])('breaks no rule of %s', (pack) => {
    const { conclusion, violations = [] } = reports.find(({ pluginName }) => pluginName === pack) ?? {};
    const broken = violations.map(({ ruleName, violatingConstructs }) => [
      ruleName,
      violatingConstructs.map(({ constructPath }) => constructPath),
    ]);
    expect(broken).toEqual([]);
    expect(conclusion).toBe('success');
  });

  it('is excused from no other rule than those, each with a reason', () => {
    const excused = reports.flatMap(({ suppressedViolations }) => suppressedViolations);
    expect([...new Set(excused.map(({ ruleName }) => ruleName))].sort()).toEqual(EXCUSED);
    for (const { reason } of excused) expect(String(reason).length).toBeGreaterThan(30);
  });
});
