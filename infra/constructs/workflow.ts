import { readFileSync } from 'node:fs';
import { ArnFormat, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import {
  WORKFLOW_FILE,
  WORKFLOW_FUNCTIONS,
  type WorkflowFunction,
} from '../../functions/runtime/workflow-functions.ts';
import { acknowledge, INLINE_POLICY, LOG_ENCRYPTION } from './acknowledge.ts';
import type { PosternFunction } from './function.ts';

/**
 * A state machine of which the ARN is known before it is made: some of the functions that it calls speak to it, and
 * CloudFormation could make neither first.
 */
export class WorkflowName {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct) {
    this.name = Names.uniqueResourceName(scope, { maxLength: 80, separator: '-' });
    this.arn = Stack.of(scope).formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: this.name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  /** The right to start executions. */
  starting(): PolicyStatement {
    return new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.arn] });
  }

  /**
   * The right to resume executions that wait. AWS's reference gives the action no resource type, but it is checked
   * against the state machine of the token: CDK grants it so, and a refusal of AWS names that ARN.
   */
  resuming(): PolicyStatement {
    return new PolicyStatement({ actions: ['states:SendTaskSuccess'], resources: [this.arn] });
  }
}

export interface WorkflowProps {
  readonly name: WorkflowName;
  readonly functions: { readonly [Name in WorkflowFunction]: PosternFunction<Name> };
}

/** One execution an access request: asks people, waits, opens, waits, closes. */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { name, functions }: WorkflowProps) {
    super(scope, id);
    const called = Object.entries(WORKFLOW_FUNCTIONS).map(
      ([placeholder, called]) => [placeholder, functions[called]] as const,
    );
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: name.name,
      // Express would end an execution after five minutes, and may run it twice.
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(readFileSync(WORKFLOW_FILE, 'utf8')),
      definitionSubstitutions: Object.fromEntries(
        called.map(([placeholder, { alias }]) => [placeholder, alias.functionArn]),
      ),
      tracingEnabled: true,
      logs: {
        // The prefix keeps it out of a resource policy that is too small for many log groups
        // (https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html).
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/states/${name.name}`,
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // Inputs hold task tokens.
        includeExecutionData: false,
      },
    });
    for (const [, callee] of called) this.stateMachine.addToRolePolicy(callee.invocation());
    acknowledge(this, {
      ...INLINE_POLICY,
      ...LOG_ENCRYPTION,
      'AwsSolutions-IAM5[Resource::*]': 'X-Ray, and setting up log delivery: see infra/wildcards.ts.',
    });
  }
}
