import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { asText, exampleTemplate, type Resources, resourcesOf } from '../support/stack.ts';

const template = exampleTemplate();
const all = (type: string): Resources => resourcesOf(template, type);
const propertiesOf = (type: string) => Object.values(all(type)).map(({ Properties }) => Properties);

describe('the table', () => {
  it('can be restored to any second, is encrypted with a KMS key, and survives a deletion of the stack', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: Match.objectLike({
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
        SSESpecification: { SSEEnabled: true },
        DeletionProtectionEnabled: true,
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        TimeToLiveSpecification: { AttributeName: 'forgetAt', Enabled: true },
      }),
    });
  });

  it('has the indexes that the adapter reads', () => {
    const [table] = propertiesOf('AWS::DynamoDB::Table');
    const indexes = table?.GlobalSecondaryIndexes as { IndexName: string }[];
    expect(indexes.map(({ IndexName }) => IndexName)).toEqual(['byRequester', 'byTarget', 'byDay', 'byDue']);
  });
});

describe('the publisher', () => {
  it('hears of new audit events only, again where it failed, and what it cannot publish is kept', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              eventName: ['INSERT'],
              dynamodb: { NewImage: { kind: { S: ['AUDIT_EVENT', 'MAIL_ORDER'] } } },
            }),
          },
        ],
      },
    });
  });
});

describe('the state machine', () => {
  it('is a standard one, traced, and logs every step without what it handled', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });

  it('has the name that its functions call it by', () => {
    const [machine] = propertiesOf('AWS::StepFunctions::StateMachine');
    const named = propertiesOf('AWS::Lambda::Function')
      .map((it) => (it.Environment as { Variables: Record<string, unknown> }).Variables.STATE_MACHINE_ARN)
      .filter((arn) => arn !== undefined)
      .map(asText);
    expect(named).toHaveLength(3);
    for (const arn of named) expect(arn.split(':').at(-1)).toBe(machine?.StateMachineName);
  });
});

describe('every queue and topic', () => {
  it('keeps what could not be done for as long as it can, encrypted', () => {
    const queues = propertiesOf('AWS::SQS::Queue');
    expect(queues).toHaveLength(2);
    for (const queue of queues) {
      expect(queue).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3_600 });
    }
  });

  it('refuses connections without TLS', () => {
    const guarded = ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'].flatMap((type) =>
      propertiesOf(type).flatMap((it) => {
        const { Statement } = it.PolicyDocument as { Statement: Record<string, unknown>[] };
        const denies = Statement.some(
          ({ Effect, Condition }) =>
            Effect === 'Deny' && JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
        );
        return denies ? ((it.Queues ?? it.Topics) as unknown[]).map(asText) : [];
      }),
    );
    const ids = [...Object.keys(all('AWS::SQS::Queue')), ...Object.keys(all('AWS::SNS::Topic'))];
    expect(guarded.sort()).toEqual(ids.map((id) => `\${${id}}`).sort());
  });
});

describe('every log group', () => {
  it('forgets after a time', () => {
    const groups = propertiesOf('AWS::Logs::LogGroup');
    expect(groups.filter((group) => !group.RetentionInDays)).toEqual([]);
    expect(groups).toHaveLength(8 + 2);
  });
});

describe('an upgrade', () => {
  const idsOf = (type: string) => Object.keys(all(type));

  // A new id is a new resource. A new table has no ledger, and rules of the old one would stay open for good.
  it('keeps the table', () => {
    expect(idsOf('AWS::DynamoDB::Table')).toEqual(['PosternTableBEB13ABF']);
  });

  // Executions wait for weeks, and call these functions when they wake.
  it('keeps the workflow, and the functions that its executions call', () => {
    const [machine] = propertiesOf('AWS::StepFunctions::StateMachine');
    expect(Object.values(machine?.DefinitionSubstitutions as object)).toEqual([
      { Ref: 'PosternFunctionsaskapproversLive72C6A51A' },
      { Ref: 'PosternFunctionsingressLiveBC7B79CD' },
      { Ref: 'PosternFunctionstimekeeperLiveB214FD91' },
    ]);
    expect(idsOf('AWS::Lambda::Function')).toEqual(
      expect.arrayContaining([
        'PosternFunctionsaskapproversFunctionDB353008',
        'PosternFunctionsingressFunction3BD37755',
        'PosternFunctionstimekeeperFunction6C645D06',
      ]),
    );
    expect(idsOf('AWS::StepFunctions::StateMachine')).toEqual(['PosternWorkflowStateMachine27A92AC0']);
  });
});
