import { afterEach, describe, expect, it, vi } from 'vitest';
import { observability } from '../../functions/runtime/aws/observability.ts';
import { environments } from '../../functions/runtime/environment.ts';
import { SIGNAL_METRICS } from '../../functions/runtime/signal-metrics.ts';
import { UNWATCHED } from '../../infra/watches/signals.ts';
import { asText, exampleTemplate, resourcesOf } from '../support/stack.ts';

const template = exampleTemplate();
const alarms = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm')).map(
  ({ Properties }) => Properties,
);
const topics = Object.keys(resourcesOf(template, 'AWS::SNS::Topic')).map((id) => `\${${id}}`);
const ofMetric = (name: string) => alarms.filter(({ MetricName }) => MetricName === name);

describe('every alarm', () => {
  it('rings, and says when it is over', () => {
    expect(topics).toHaveLength(1);
    for (const { AlarmActions, OKActions } of alarms) {
      expect((AlarmActions as unknown[]).map(asText)).toEqual(topics);
      expect((OKActions as unknown[]).map(asText)).toEqual(topics);
    }
  });

  it('may ring: CloudWatch alone may publish to the topic, for alarms of this account', () => {
    const allowed = Object.values(resourcesOf(template, 'AWS::SNS::TopicPolicy')).flatMap(
      ({ Properties }) => {
        const { Statement } = Properties.PolicyDocument as { Statement: Record<string, unknown>[] };
        return Statement.filter(({ Effect }) => Effect === 'Allow').map(({ Sid: _, Resource, ...rest }) => ({
          ...rest,
          topics: [asText(Resource), ...(Properties.Topics as unknown[]).map(asText)],
        }));
      },
    );
    expect(allowed).toEqual(
      topics.map((topic) => ({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
        topics: [topic, topic],
      })),
    );
  });

  it('says what it means', () => {
    for (const { AlarmDescription } of alarms) expect(String(AlarmDescription).length).toBeGreaterThan(40);
  });
});

describe('what must not go unnoticed', () => {
  it('is a port that stays open', () => {
    expect(ofMetric('OverdueOpenRules').filter((it) => it.Statistic === 'Maximum')).toMatchObject([
      {
        Namespace: 'Postern',
        Dimensions: [{ Name: 'deployment', Value: 'example' }],
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: 1,
      },
    ]);
  });

  it('is a sweeper that does not sweep: silence rings', () => {
    expect(ofMetric('OverdueOpenRules').filter((it) => it.Statistic === 'SampleCount')).toMatchObject([
      { ComparisonOperator: 'LessThanThreshold', Threshold: 1, TreatMissingData: 'breaching' },
    ]);
  });

  it('is a timekeeper that does not look at the clock: silence rings, whoever else calls it', () => {
    expect(ofMetric('RequestsDue')).toMatchObject([
      {
        Namespace: 'Postern',
        Dimensions: [{ Name: 'deployment', Value: 'example' }],
        Statistic: 'SampleCount',
        Period: 60,
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        EvaluationPeriods: 5,
        DatapointsToAlarm: 3,
        TreatMissingData: 'breaching',
      },
    ]);
  });

  it.each([
    'RevokeFailed',
    'OrphanRule',
    'RuleEdited',
    'RuleReturned',
    'DigestChanged',
    'RecordContradictsGroup',
    'RecordNotWritten',
    'NeverActivated',
    'DutyFailed',
    'BreakGlassOpened',
    'BreakGlassReviewDue',
    'TriesExhausted',
    'MailNotSent',
  ])('is %s, which a function counts', (metric) => {
    expect(Object.values(SIGNAL_METRICS)).toContain(metric);
    expect(ofMetric(metric)).toMatchObject([{ Namespace: 'Postern', Statistic: 'Sum' }]);
  });

  it.each(['GroupNotSwept', 'GroupUnreadable'])(
    'is %s, three times within minutes, or, of a group that is looked at every ten minutes, within an hour',
    (metric) => {
      const periods = ofMetric(metric).map(({ Period, Threshold, Statistic }) => ({
        Period,
        Threshold,
        Statistic,
      }));
      expect(periods).toEqual(
        expect.arrayContaining([
          { Period: 300, Threshold: 3, Statistic: 'Sum' },
          { Period: 3_600, Threshold: 3, Statistic: 'Sum' },
        ]),
      );
      expect(periods).toHaveLength(2);
    },
  );

  it('is a rule that EC2 does not remove for a quarter of an hour: one refused call is repeated', () => {
    expect(ofMetric('RevokeCallFailed')).toMatchObject([
      { Namespace: 'Postern', Statistic: 'Sum', Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: 3 },
    ]);
  });

  it('is every signal that the code can send, but for those of which it says why not', () => {
    const watched = alarms.filter((it) => it.Namespace === 'Postern').map((it) => String(it.MetricName));
    const unwatched = Object.keys(UNWATCHED).map(
      (code) => SIGNAL_METRICS[code as keyof typeof SIGNAL_METRICS],
    );
    expect([...new Set(watched), ...unwatched].sort()).toEqual(Object.values(SIGNAL_METRICS).sort());
    for (const reason of Object.values(UNWATCHED)) expect(reason.length).toBeGreaterThan(40);
  });

  it('is not called done where it is only begun: a rule is being closed', () => {
    for (const metric of ['OrphanRule', 'RuleEdited', 'RuleReturned']) {
      expect(ofMetric(metric).map((it) => it.AlarmDescription)).toEqual([
        expect.stringContaining('It is being closed.'),
      ]);
    }
  });

  it.each(['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'])(
    'is an execution that ends by %s',
    (metric) => {
      expect(ofMetric(metric)).toMatchObject([{ Namespace: 'AWS/States', Threshold: 1 }]);
    },
  );

  it('is a function that fails, or may not run', () => {
    const functionsOf = (metric: string) =>
      ofMetric(metric)
        .map(({ Dimensions }) => asText((Dimensions as { Value: unknown }[])[0]?.Value))
        .map((id) => /PosternFunctions([a-z]+)Function/.exec(id)?.[1])
        .sort();
    expect(functionsOf('Errors')).toEqual(['askapprovers', 'publisher', 'sweeper', 'timekeeper']);
    expect(functionsOf('Throttles')).toEqual(
      Object.keys(environments)
        .map((name) => name.replaceAll('-', ''))
        .sort(),
    );
  });

  it('is an ingress that does nothing but fail: single errors are how it says "not yet"', () => {
    const [alarm, ...others] = alarms.filter(({ Metrics }) =>
      JSON.stringify(Metrics ?? '').includes('errors / calls'),
    );
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({ Threshold: 100, EvaluationPeriods: 5, DatapointsToAlarm: 5 });
  });

  it('is that approvers may not get through: a stranger’s calls use up what the page may be asked', () => {
    const [filter, ...others] = Object.values(resourcesOf(template, 'AWS::Logs::MetricFilter')).map(
      ({ Properties }) => Properties,
    );
    expect(others).toEqual([]);
    const [stage] = Object.values(resourcesOf(template, 'AWS::ApiGatewayV2::Stage'));
    const log = stage?.Properties.AccessLogSettings as { DestinationArn: unknown; Format: string };
    // The filter compares texts, in the log that the gateway writes.
    expect(asText(log.DestinationArn)).toBe(asText(filter?.LogGroupName).replace('}', '.Arn}'));
    expect(JSON.parse(log.Format)).toMatchObject({ status: '$context.status', route: '$context.routeKey' });
    expect(filter?.FilterPattern).toBe(
      '{ ($.status = "429") && (($.route = "POST /approve/preview") || ($.route = "POST /approve") || ($.route = "POST /approve/resend")) }',
    );
    const metric = { MetricNamespace: 'Postern/example', MetricName: 'ThrottledApprovals' };
    expect(filter?.MetricTransformations).toEqual([{ ...metric, MetricValue: '1' }]);
    expect(ofMetric('ThrottledApprovals')).toMatchObject([
      { Namespace: 'Postern/example', Statistic: 'Sum', Period: 300, Threshold: 50 },
    ]);
  });

  it('is anything in a queue of what was left undone', () => {
    const queues = ofMetric('ApproximateNumberOfMessagesVisible').map(({ Dimensions }) =>
      asText((Dimensions as { Value: unknown }[])[0]?.Value),
    );
    const names = Object.keys(resourcesOf(template, 'AWS::SQS::Queue')).map((id) => `\${${id}.QueueName}`);
    expect(queues.sort()).toEqual(names.sort());
  });
});

describe('what functions count', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('is counted where the alarms look', () => {
    // On the console, which a test can read.
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
    const written = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const { signals } = observability('example');
    signals.send({ code: 'OVERDUE_OPEN_RULES', count: 3 });
    const line = JSON.parse(String(written.mock.calls[0]?.[0]));
    const [{ Namespace, Dimensions }] = line._aws.CloudWatchMetrics;
    const [alarm] = ofMetric('OverdueOpenRules');
    expect(line.OverdueOpenRules).toBe(3);
    expect(alarm?.Namespace).toBe(Namespace);
    expect(alarm?.Dimensions).toEqual(Dimensions[0].map((Name: string) => ({ Name, Value: line[Name] })));
  });
});
