import { Duration } from 'aws-cdk-lib';
import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Configuration } from '../../functions/domain/configuration.ts';
import { GATEWAY_ROUTES } from '../../functions/runtime/gateway-routes.ts';
import { METRIC_NAMESPACE } from '../../functions/runtime/signal-metrics.ts';

export interface ThrottledApprovalsProps {
  /** Of the API, in the form of `ACCESS_LOG`. */
  readonly accessLog: ILogGroup;
  readonly deployment: Configuration['deployment'];
}

/** What approval pages ask without a token of their caller: anybody may, so that strangers use up what approvers need. */
const OF_THE_PAGE = GATEWAY_ROUTES.filter(
  ({ method, authorization }) => method === 'POST' && authorization === 'none',
);

/** Counts the calls of approval pages that the gateway refused for being too many. No function sees them. */
export class ThrottledApprovals extends Construct {
  /** How many in five minutes. */
  readonly metric: IMetric;

  constructor(scope: Construct, id: string, { accessLog, deployment }: ThrottledApprovalsProps) {
    super(scope, id);
    const filter = new MetricFilter(this, 'Filter', {
      logGroup: accessLog,
      filterPattern: FilterPattern.all(
        FilterPattern.stringValue('$.status', '=', '429'),
        FilterPattern.any(...OF_THE_PAGE.map(({ key }) => FilterPattern.stringValue('$.route', '=', key))),
      ),
      // A filter takes dimensions from the line alone, and no line says of which deployment it is.
      metricNamespace: `${METRIC_NAMESPACE}/${deployment}`,
      metricName: 'ThrottledApprovals',
      metricValue: '1',
    });
    this.metric = filter.metric({ statistic: Stats.SUM, period: Duration.minutes(5) });
  }
}
