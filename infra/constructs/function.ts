import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  type AliasOptions,
  Architecture,
  type Code,
  type IAlias,
  type IVersion,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EnvironmentOf, FunctionName } from '../../functions/runtime/environment.ts';
import { functionTimeouts } from '../../functions/runtime/function-timeouts.ts';
import { acknowledge, INLINE_POLICY, LOG_ENCRYPTION } from './acknowledge.ts';

export interface PosternFunctionProps<Name extends FunctionName> {
  /** Its handler is `functions/handlers/<name>.ts`. */
  readonly name: Name;
  readonly description: string;
  /** Exactly what `functions/runtime/environment.ts` says that this function reads. */
  readonly environment: EnvironmentOf<Name>;
  /**
   * Of each version. CloudFormation publishes a version when the template says another one, and not when a value in the
   * function's environment comes out otherwise; another description is another version
   * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-version.html). Default: none.
   */
  readonly versionDescription?: string;
  /** Its bundle, with what it reads from beside it. */
  readonly code: Code;
  /** Default 512 MB: below it the CPU share, not the memory, makes a cold start slow. */
  readonly memorySize?: number;
  /** Taken from what the account's functions share, and kept for this one, which has no more. Default: none. */
  readonly reservedConcurrentExecutions?: number;
  /** What becomes of asynchronous calls. */
  readonly asynchronously?: Pick<AliasOptions, 'retryAttempts' | 'maxEventAge' | 'onFailure'>;
}

/**
 * One function, with a role, a log group and an alias of its own. Everything that calls it calls the alias `live`:
 * executions that wait for weeks get the version that is deployed by then.
 */
export class PosternFunction<Name extends FunctionName = FunctionName> extends Construct {
  readonly name: Name;
  readonly alias: IAlias;
  readonly handler: LambdaFunction;
  readonly role: IRole;

  constructor(scope: Construct, props: PosternFunctionProps<Name>) {
    super(scope, props.name);
    this.name = props.name;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // Of its own, because the managed policy that a function gets by default may write to every log group.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    this.handler = new LambdaFunction(this, 'Function', {
      description: props.description,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: props.code,
      environment: props.environment,
      memorySize: props.memorySize ?? 512,
      timeout: Duration.millis(functionTimeouts[props.name]),
      tracing: Tracing.ACTIVE,
      role: this.role,
      logGroup,
      ...(props.versionDescription === undefined
        ? {}
        : { currentVersionOptions: { description: props.versionDescription } }),
      ...(props.reservedConcurrentExecutions === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrentExecutions }),
    });
    // CDK's classes say of optional properties what exactOptionalPropertyTypes does not take for their interfaces.
    this.alias = new Alias(this, 'Live', {
      aliasName: 'live',
      version: this.handler.currentVersion as IVersion,
      ...props.asynchronously,
    }) as IAlias;
    this.#acknowledge(props);
  }

  #acknowledge({
    asynchronously,
    reservedConcurrentExecutions,
  }: Omit<PosternFunctionProps<Name>, 'name'>): void {
    const elsewhere =
      'Calls go to the alias, where an asynchronous one that fails has its destination; schedules and the stream have queues of their own.';
    acknowledge(this, {
      ...INLINE_POLICY,
      ...LOG_ENCRYPTION,
      'AwsSolutions-IAM5[Resource::*]': 'X-Ray, reading rules and listing streams: see infra/wildcards.ts.',
      'NIST.800.53.R5-LambdaInsideVPC':
        'It calls AWS’s public endpoints and nothing else; in a VPC it would gain a way to the very ports that it guards.',
      'NIST.800.53.R5-LambdaDLQ': elsewhere,
      'Serverless-LambdaDLQ': elsewhere,
    });
    if (reservedConcurrentExecutions === undefined) {
      acknowledge(this, {
        'NIST.800.53.R5-LambdaConcurrency':
          'The workflow or the stream calls it, and repeats what is throttled: what one function keeps, all others of the account lack.',
      });
    }
    if (asynchronously && !asynchronously.onFailure) {
      acknowledge(this, {
        'Serverless-LambdaAsyncFailureDestination':
          'The call of the next minute does what this one did not, and more; three that fail ring an alarm.',
      });
    }
  }

  /** Gives the function a right. */
  mayDo(...statements: readonly PolicyStatement[]): void {
    for (const statement of statements) this.handler.addToRolePolicy(statement);
  }

  /** The right to call this function: its live version, and no other. */
  invocation(): PolicyStatement {
    return new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.alias.functionArn] });
  }
}
