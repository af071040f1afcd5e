import { type Divergence, MOTO_EC2_DIVERGENCES } from '../engines/moto-divergences.ts';

export interface KnownDivergence extends Divergence {
  readonly id: string;
  readonly engine: 'moto' | 'MiniStack';
  /** Beginning of the name of the suite that meets it. */
  readonly suite: string;
}

/** What follows from siding with AWS: how a suite gets along with the emulator. */
interface Met extends Divergence {
  readonly so: string;
}

/** MiniStack 1.5.33, as the deployed journeys meet it. */
export const MINISTACK_DIVERGENCES = {
  metricMathAlarms: {
    emulator: 'makes no alarm of metric math',
    aws: 'takes Metrics in the place of MetricName',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html',
    so: 'the one such alarm is left out of the template that is deployed there; cfn-lint judges it',
  },
  resumingHasNoResource: {
    emulator: 'checks states:SendTaskSuccess against * and refuses a right on the state machine',
    aws: 'checks it against the state machine of the token: its refusals name that ARN',
    source: 'https://github.com/aws/aws-cdk/pull/8486',
    so: 'the functions that resume get that one right on * there; the right on the state machine stays unproven',
  },
  timeoutPathIgnored: {
    emulator: 'ignores TimeoutSecondsPath: a task waits for its token for ever',
    aws: 'fails the task with States.Timeout when that many seconds are over',
    source: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html',
    so: 'undecided requests are expired there by the timekeeper alone; the timeout itself is walked on moto',
  },
  simulatorIgnoresContext: {
    emulator: 'simulates policies without the context that it is given: every condition fails',
    aws: 'evaluates conditions against ContextEntries',
    source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html',
    so: 'the doctor there misses exactly the two rights that hang on a condition; the test names them',
  },
  deletesWhatIsNeeded: {
    emulator: 'goes on to delete what a resource depends on whose deletion failed',
    aws: 'keeps it: a resource is deleted only after those that depend on it',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html',
    so: 'a refused deletion is asked of the function as CloudFormation asks; that all depends on the guard is an assertion on the template',
  },
  noPointInTimeRecovery: {
    emulator: 'leaves point-in-time recovery off, whatever the template says',
    aws: 'turns it on by PointInTimeRecoverySpecification',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html',
    so: 'the doctor there finds it off; that the template asks for it is an assertion on the template',
  },
} as const satisfies Record<string, Met>;

/** Moto 5.2.5, Step Functions and SES. */
export const MOTO_OTHER_DIVERGENCES = {
  noTrackKept: {
    emulator: 'delivers the mark ses:no-track with the mail',
    aws: 'takes it out before it delivers',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html',
    suite: 'SES adapter',
  },
  missingChoicePath: {
    emulator: 'takes a path that is missing in a Choice for false',
    aws: 'fails the execution with States.Runtime, past every Catch',
    source: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html',
    suite: 'Workflow',
  },
} as const satisfies Record<string, Divergence & { readonly suite: string }>;

const rows = (
  list: Readonly<Record<string, Divergence & { readonly suite?: string }>>,
  engine: KnownDivergence['engine'],
  suite: string,
): readonly KnownDivergence[] =>
  Object.entries(list).map(([id, divergence]) => ({ suite, ...divergence, id, engine }));

/** Every known difference between an emulator and AWS, in all suites. We side with AWS. */
export const DIVERGENCES: readonly KnownDivergence[] = [
  ...rows(MOTO_EC2_DIVERGENCES, 'moto', 'EC2 adapter'),
  ...rows(MOTO_OTHER_DIVERGENCES, 'moto', ''),
  ...rows(MINISTACK_DIVERGENCES, 'MiniStack', 'Deployed stack'),
];
