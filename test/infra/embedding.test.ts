import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { securityGroupRights } from '../../infra/rights/security-group-rights.ts';
import { configurationText } from '../support/configuration-text.ts';
import { exampleConfiguration, exampleStack, resourcesOf } from '../support/stack.ts';

describe('a stack that embeds Postern', () => {
  it('may have alarms ring at a topic of its own', () => {
    const arn = 'arn:aws:sns:eu-central-1:111122223333:on-call';
    const alarmTopic = Topic.fromTopicArn(new Stack(), 'OnCall', arn) as ITopic;
    const template = Template.fromStack(exampleStack({ alarmTopic }));
    const alarms = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm'));
    expect(alarms.length).toBeGreaterThan(20);
    for (const { Properties } of alarms) expect(Properties.AlarmActions).toEqual([arn]);
    expect(resourcesOf(template, 'AWS::SNS::Topic')).toEqual({});
  });

  it('may do without executions that are kept for single functions', () => {
    const template = Template.fromStack(exampleStack({ reservedConcurrency: {} }));
    expect(JSON.stringify(template.toJSON())).not.toContain('ReservedConcurrentExecutions');
  });

  it('is told when there are more security groups than a role can name', () => {
    const { configuration } = exampleConfiguration();
    const [target] = configuration.targets;
    if (target === undefined) throw new Error('The example has no target');
    const targets = Array.from({ length: 101 }, (_, index) => ({
      ...target,
      group: { ...target.group, groupId: `sg-${index.toString(16).padStart(8, '0')}` },
    }));
    const rights = (count: number) =>
      securityGroupRights(new Stack(new App()), { ...configuration, targets: targets.slice(0, count) });
    expect(() => rights(101)).toThrow('at most 100 security groups');
    expect(rights(100)).not.toEqual([]);
  });
});

describe('the app', () => {
  it('makes nothing of a configuration that is wrong, and says where', () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-'));
    const file = join(folder, 'postern.yaml');
    writeFileSync(file, configurationText('maxMinutes: 60', 'maxMinutes: 0'));
    const app = join(import.meta.dirname, '../../infra/app.ts');
    const env = { CDK_CONTEXT_JSON: JSON.stringify({ configuration: file }), CDK_OUTDIR: folder };
    const ended = spawnSync(process.execPath, [app], { env, encoding: 'utf8' });
    expect(ended.status).toBe(1);
    expect(ended.stderr).toBe(`${file}:20: targets.orders-db.maxMinutes: expected at least 1\n`);
  });
});
