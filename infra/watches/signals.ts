import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import {
  DEPLOYMENT_DIMENSION,
  METRIC_NAMESPACE,
  type MetricName,
  type SIGNAL_METRICS,
} from '../../functions/runtime/signal-metrics.ts';
import type { Watch } from '../constructs/alarms.ts';

const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);
const HOUR = Duration.hours(1);

/** Signals that ring no alarm of their own, and why not. A test refuses a code that is neither here nor watched. */
export const UNWATCHED = {
  RULE_MISSING:
    'Somebody removed a rule of ours by hand: a port is shut that might be open. Its grants end, and who had them hears why.',
  EXECUTION_STARTED_LATE: 'The timekeeper made up for it. Where it cannot, the duty fails, and that rings.',
  DECISION_DELIVERED_LATE: 'The timekeeper made up for it. Where it cannot, the duty fails, and that rings.',
  WORKFLOW_CALL_FAILED:
    'The timekeeper starts or resumes it within minutes. Where it cannot, the duty fails, and that rings.',
} as const satisfies Partial<Record<keyof typeof SIGNAL_METRICS, string>>;

/** How many signals of one kind were sent in five minutes. */
const signalled =
  (deployment: string) =>
  (metricName: MetricName, statistic: string = Stats.SUM, period = FIVE_MINUTES): Metric =>
    new Metric({
      namespace: METRIC_NAMESPACE,
      metricName,
      dimensionsMap: { [DEPLOYMENT_DIMENSION]: deployment },
      statistic,
      period,
    });

/** What the functions themselves find worth an alarm, and the silence of those that must never be silent. */
export const signalWatches = (deployment: string): readonly Watch[] => {
  const signal = signalled(deployment);
  const each = (name: string, metric: MetricName, meaning: string, threshold = 1): Watch => ({
    name,
    meaning,
    metric: signal(metric),
    rings: 'AT_LEAST',
    threshold,
  });
  return [
    {
      name: 'Ports stay open',
      meaning:
        'Rules are open past every grant that needed them. Look at the log of the sweeper, then at the group.',
      metric: signal('OverdueOpenRules', Stats.MAXIMUM, MINUTE),
      rings: 'AT_LEAST',
      threshold: 1,
      periods: { ringing: 2, of: 3 },
    },
    {
      name: 'Sweeper is silent',
      meaning:
        'No sweep has ended lately. Grants still end by their workflow; nothing makes up for one that fails.',
      metric: signal('OverdueOpenRules', Stats.SAMPLE_COUNT, MINUTE),
      rings: 'BELOW',
      threshold: 1,
      periods: { ringing: 3, of: 5 },
      silenceRings: true,
    },
    {
      name: 'Timekeeper is silent',
      meaning:
        'Time has not been kept lately: nothing is started, given up, reminded of or mentioned that time asks for.',
      metric: signal('RequestsDue', Stats.SAMPLE_COUNT, MINUTE),
      rings: 'BELOW',
      threshold: 1,
      periods: { ringing: 3, of: 5 },
      silenceRings: true,
    },
    each('Closing fails', 'RevokeFailed', 'EC2 refuses to remove a rule. It is tried again until it works.'),
    each('Group not swept', 'GroupNotSwept', 'A group could not be looked after, three times in a row.', 3),
    ...(['GroupNotSwept', 'GroupUnreadable'] as const).map((metric) => ({
      name: metric === 'GroupNotSwept' ? 'Idle group not swept' : 'Idle group unreadable',
      meaning:
        'A group in which nothing is open could not be looked after, three times in a row, ten minutes apart.',
      metric: signal(metric, Stats.SUM, HOUR),
      rings: 'AT_LEAST' as const,
      threshold: 3,
    })),
    each(
      'Group unreadable',
      'GroupUnreadable',
      'EC2 did not list the rules of a group, three times in a row.',
      3,
    ),
    each(
      'Rule without record',
      'OrphanRule',
      'A rule carried our marks and no record knew it. It is being closed.',
    ),
    each('Rule edited', 'RuleEdited', 'Somebody changed a rule of ours by hand. It is being closed.'),
    each(
      'Rule came back',
      'RuleReturned',
      'EC2 lists a rule again that was settled as closed. It is being closed. Look at who changed the group.',
    ),
    {
      name: 'Closing calls fail',
      meaning:
        'For a quarter of an hour EC2 did not remove a rule that it was asked to. Look at the log of the sweeper.',
      metric: signal('RevokeCallFailed'),
      rings: 'AT_LEAST',
      threshold: 1,
      periods: { ringing: 3, of: 3 },
    },
    each(
      'Approval no longer fits',
      'DigestChanged',
      'What was approved is not what would open. It was not opened.',
    ),
    each(
      'Record not written',
      'RecordNotWritten',
      'A request could not be written, and the rules of its group went on without it. Look at the log for its cause.',
    ),
    each('Records disagree', 'RecordContradictsGroup', 'A request and its group tell different stories.'),
    each(
      'Grant never activated',
      'NeverActivated',
      'An approved port was not opened in time. It stays shut.',
    ),
    each(
      'Glass broken',
      'BreakGlassOpened',
      'Somebody opened a port in an emergency. An approver should look at it: see which request says REVIEW_DUE.',
    ),
    each(
      'Emergency not looked at',
      'BreakGlassReviewDue',
      'An approver should have looked at an emergency by now. The log names the request; it rings again every day.',
    ),
    each(
      'Codes used up',
      'TriesExhausted',
      'Wrong codes used up what an approver may try. Ask them whether it was they: if not, somebody holds their link.',
    ),
    each(
      'Duty fails',
      'DutyFailed',
      'The timekeeper could not do what time asked for, three times in a row.',
      3,
    ),
    each(
      'Mail not sent',
      'MailNotSent',
      'SES took no mail: sandbox, sender, quota, or a mailbox that it refuses.',
      3,
    ),
  ];
};
