import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Watch } from '../constructs/alarms.ts';
import type { PosternFunction } from '../constructs/function.ts';
import type { Functions } from '../constructs/functions.ts';

const FIVE_MINUTES = Duration.minutes(5);
const COUNTED = { statistic: Stats.SUM, period: FIVE_MINUTES };

/** A failure now and then is made up for by the next minute, or the next try; three in five minutes are not. */
const ACCIDENTS = 3;

const errors = ({ name, handler }: PosternFunction): Watch => ({
  name: `Errors of ${name}`,
  meaning: `${name} fails, or takes too long, again and again. Look at its log for level error.`,
  metric: handler.metricErrors(COUNTED),
  rings: 'AT_LEAST',
  threshold: ACCIDENTS,
});

const throttles = ({ name, handler }: PosternFunction): Watch => ({
  name: `Throttles of ${name}`,
  meaning: `${name} may not run: the account's concurrency, or its own, is used up.`,
  metric: handler.metricThrottles(COUNTED),
  rings: 'AT_LEAST',
  threshold: ACCIDENTS,
});

/**
 * `ingress` tells the workflow "not yet" by an error, for as long as it takes to prove that a rule is gone: 17 minutes at most
 * where EC2 answers (see `closing-row.ts`). Its errors mean something only where nothing else came for longer than that.
 */
const nothingButErrors = ({ name, handler }: PosternFunction): Watch => ({
  name: `Nothing but errors of ${name}`,
  meaning: `Every call of ${name} failed for 25 minutes: ports neither open nor close by their workflow.`,
  metric: new MathExpression({
    expression: 'IF(calls > 0, 100 * errors / calls, 0)',
    usingMetrics: { calls: handler.metricInvocations(COUNTED), errors: handler.metricErrors(COUNTED) },
    period: FIVE_MINUTES,
    label: 'Calls that failed, in percent',
  }),
  rings: 'AT_LEAST',
  threshold: 100,
  periods: { ringing: 5, of: 5 },
});

export const functionWatches = (functions: Functions): readonly Watch[] => {
  const { ingress, publisher } = functions;
  return [
    nothingButErrors(ingress),
    ...[functions['ask-approvers'], functions.sweeper, functions.timekeeper, publisher].map(errors),
    ...Object.values(functions).map(throttles),
    {
      name: 'Events are late',
      meaning: 'Audit events wait for the publisher: people hear late, or not at all, of what happened.',
      metric: publisher.alias.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: FIVE_MINUTES }),
      rings: 'AT_LEAST',
      threshold: Duration.minutes(10).toMilliseconds(),
    },
  ];
};

export const workflowWatches = (stateMachine: StateMachine): readonly Watch[] =>
  [
    { ended: 'failed', metric: stateMachine.metricFailed(COUNTED) },
    { ended: 'timed out', metric: stateMachine.metricTimedOut(COUNTED) },
    { ended: 'were stopped', metric: stateMachine.metricAborted(COUNTED) },
  ].map(({ ended, metric }) => ({
    name: `Executions ${ended}`,
    meaning: 'The sweeper closes what they leave open. The name of an execution is the id of its request.',
    metric,
    rings: 'AT_LEAST',
    threshold: 1,
  }));

export const apiWatches = (api: HttpApi, throttledApprovals: IMetric): readonly Watch[] => [
  {
    name: 'API fails',
    meaning: 'Callers get answers of 500 and above. Look at the log of api, and at the access log.',
    metric: api.metricServerError(COUNTED),
    rings: 'AT_LEAST',
    threshold: 5,
  },
  {
    name: 'Approvals throttled',
    meaning:
      'The approval page is called too often: approvers may not get through by their links. Reviews through the API still ' +
      'work. Look at the access log for which calls, and since when.',
    metric: throttledApprovals,
    rings: 'AT_LEAST',
    // Fewer come of many pages that are opened at the same moment: those ask again, and get through.
    threshold: 50,
  },
];

export const queueWatches = (queues: Readonly<Record<string, IQueue>>): readonly Watch[] =>
  Object.entries(queues).map(([what, queue]) => ({
    name: `${what} left undone`,
    meaning: 'The queue holds what could not be done. See what it was before it is repeated or dropped.',
    metric: queue.metricApproximateNumberOfMessagesVisible({
      statistic: Stats.MAXIMUM,
      period: FIVE_MINUTES,
    }),
    rings: 'AT_LEAST',
    threshold: 1,
  }));
