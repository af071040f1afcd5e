import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** A number that somebody must hear of. */
export interface Watch {
  /** Id of the alarm, in words: `Ports stay open`. */
  readonly name: string;
  /** What it means, and what to look at first. */
  readonly meaning: string;
  readonly metric: IMetric;
  /** It rings at this value and above (`AT_LEAST`), or below it. */
  readonly rings: 'AT_LEAST' | 'BELOW';
  readonly threshold: number;
  /** Of so many periods of the metric, that many must ring. Default: one of one. */
  readonly periods?: { readonly ringing: number; readonly of: number };
  /** Whether silence rings. Default: it does not. */
  readonly silenceRings?: boolean;
}

export interface AlarmsProps {
  /**
   * Where they ring. Default: a topic of its own, to which CloudWatch may publish. One that is given is its owner's: its
   * policy (and its key, if it has one) must let `cloudwatch.amazonaws.com` publish, or every alarm is silent.
   */
  readonly topic?: ITopic;
}

const COMPARISON = {
  AT_LEAST: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  BELOW: ComparisonOperator.LESS_THAN_THRESHOLD,
} as const;

/** Every alarm of a deployment. All ring in one place, and say there when it is over. */
export class Alarms extends Construct {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, { topic }: AlarmsProps) {
    super(scope, id);
    this.topic = topic ?? this.#ownTopic();
    acknowledge(this, {
      'NIST.800.53.R5-SNSEncryptedKMS':
        'CloudWatch cannot publish under AWS’s own key, and no secret is in an alarm. A topic of your own may have a key.',
    });
  }

  /** Makes the alarm of each. */
  watch(watches: readonly Watch[]): void {
    for (const { name, meaning, metric, rings, threshold, periods, silenceRings } of watches) {
      const alarm = new Alarm(this, name, {
        alarmDescription: `${name}. ${meaning}`,
        metric,
        threshold,
        comparisonOperator: COMPARISON[rings],
        datapointsToAlarm: periods?.ringing ?? 1,
        evaluationPeriods: periods?.of ?? 1,
        treatMissingData: silenceRings ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(new SnsAction(this.topic));
      alarm.addOkAction(new SnsAction(this.topic));
    }
  }

  #ownTopic(): ITopic {
    const topic = new Topic(this, 'Topic', { displayName: 'Postern alarms', enforceSSL: true });
    // A topic with a policy, and enforcing TLS makes one, loses the one by which its account could publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return topic as ITopic;
  }
}
