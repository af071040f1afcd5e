import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** Keeps what could not be done, for as long as SQS keeps anything, so that somebody can see and repeat it. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const itself =
      'It is where others leave what failed: nobody takes from it but a person, whom an alarm calls.';
    acknowledge(this, { 'AwsSolutions-SQS3': itself, 'Serverless-SQSRedrivePolicy': itself });
  }
}
