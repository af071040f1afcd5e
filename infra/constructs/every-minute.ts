import { Duration, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { SCHEDULED_INPUTS } from '../../functions/runtime/scheduled-inputs.ts';
import { acknowledge, INLINE_POLICY } from './acknowledge.ts';
import type { PosternFunction } from './function.ts';

export interface EveryMinuteProps {
  readonly callee: PosternFunction;
  /** What it is called with. */
  readonly input: (typeof SCHEDULED_INPUTS)[keyof typeof SCHEDULED_INPUTS];
  /** Takes the calls that could not be made. */
  readonly deadLetters: IQueue;
}

/** Calls a function every minute. A call that fails is not repeated: the next one does the same, and more. */
export class EveryMinute extends Construct {
  constructor(scope: Construct, id: string, { callee, input, deadLetters }: EveryMinuteProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        // For no schedule of another account.
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    acknowledge(role, INLINE_POLICY);
    new Schedule(this, 'Schedule', {
      description: `${callee.name}: ${input.action}`,
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(callee.alias, {
        role,
        input: ScheduleTargetInput.fromObject(input),
        deadLetterQueue: deadLetters,
        retryAttempts: 0,
        maxEventAge: Duration.minutes(1),
      }),
    });
  }
}
