import { CfnOutput } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct, Dependable, type IConstruct } from 'constructs';
import type { Configuration } from '../functions/domain/configuration.ts';
import { SCHEDULED_INPUTS } from '../functions/runtime/scheduled-inputs.ts';
import type { ConfigurationToDeploy } from './configuration-to-deploy.ts';
import { Alarms } from './constructs/alarms.ts';
import { DeadLetters } from './constructs/dead-letters.ts';
import { groupsOfTargets } from './constructs/deployed-configuration.ts';
import { EveryMinute } from './constructs/every-minute.ts';
import { posternFunctions } from './constructs/functions.ts';
import { Guard } from './constructs/guard.ts';
import { PosternApi } from './constructs/http-api.ts';
import { publishFrom } from './constructs/publication.ts';
import { RESERVED_CONCURRENCY, type ReservedConcurrency } from './constructs/reserved-concurrency.ts';
import { AccessTable } from './constructs/table.ts';
import { ThrottledApprovals } from './constructs/throttled-approvals.ts';
import { Workflow, WorkflowName } from './constructs/workflow.ts';
import { refuseSharedName } from './shared-name.ts';
import { apiWatches, functionWatches, queueWatches, workflowWatches } from './watches/services.ts';
import { signalWatches } from './watches/signals.ts';

/** What is decided about the stack, and not about access. */
export interface StackOptions {
  /**
   * Where every alarm rings. Default: a topic of its own; its ARN is an output, for you to subscribe to. One that is given
   * is yours: its policy must let `cloudwatch.amazonaws.com` publish, or every alarm is silent.
   */
  readonly alarmTopic?: ITopic;
  /**
   * Concurrent executions that functions keep for themselves and never exceed, so that ports close even when callers or
   * other functions of the account use up all there are. Default: `RESERVED_CONCURRENCY`, 296 together. A new account
   * whose limit is still 10 has none to keep: `{}` reserves nothing, and bounds nothing.
   */
  readonly reservedConcurrency?: ReservedConcurrency;
}

/** All of Postern in a stack, however its configuration was written. */
export abstract class PosternBase extends Construct {
  /** The HTTP API, for a domain name in front of it. */
  readonly http: PosternApi;
  /** Requests, audit events, and the ledger of rules that are ours. */
  readonly table: ITable;
  /** Every alarm of the deployment, and in `topic` where they ring; `watch` adds more that ring there. */
  readonly alarms: Alarms;
  readonly #reserved: ReservedConcurrency;
  readonly #undone;

  constructor(
    scope: Construct,
    id: string,
    identity: Configuration['identity'],
    { alarmTopic, reservedConcurrency = RESERVED_CONCURRENCY }: StackOptions,
  ) {
    super(scope, id);
    this.#reserved = reservedConcurrency;
    this.#undone = {
      Schedules: new DeadLetters(this, 'UndoneSchedules'),
      Publishing: new DeadLetters(this, 'UndonePublishing'),
    };
    this.table = new AccessTable(this, 'Table') as ITable;
    this.http = new PosternApi(this, 'Http', { identity });
    this.alarms = new Alarms(this, 'Alarms', alarmTopic ? { topic: alarmTopic } : {});
  }

  /**
   * Makes what stands on the configuration: once, when all of it is known.
   *
   * @param apart children that are no part of what closes ports. Rules that an app puts there may need what itself waits
   *   for Postern: neither the guard nor whoever depends on the construct waits for them
   * @throws where another Postern of this app has the name
   */
  protected assemble(checked: ConfigurationToDeploy, apart: readonly IConstruct[] = []): void {
    refuseSharedName(this, checked.configuration.deployment);
    const own = () => this.node.children.filter((child) => !apart.includes(child));
    Dependable.implement(this, {
      get dependencyRoots() {
        return own();
      },
    });
    const undone = this.#undone;
    const name = new WorkflowName(this);
    const functions = posternFunctions(this, {
      checked,
      table: this.table,
      workflow: name,
      approvalPageUrl: this.http.approvalPageUrl,
      reservedConcurrency: this.#reserved,
    });
    this.http.addRoutes(functions);
    const { stateMachine } = new Workflow(this, 'Workflow', { name, functions });
    publishFrom(this.table, functions.publisher, undone.Publishing);
    const everyMinute = (callee: typeof functions.sweeper | typeof functions.timekeeper) =>
      new EveryMinute(this, `EveryMinute-${callee.name}`, {
        callee,
        input: SCHEDULED_INPUTS[callee.name],
        deadLetters: undone.Schedules,
      });
    const sweeping = everyMinute(functions.sweeper);
    everyMinute(functions.timekeeper);
    const throttledApprovals = new ThrottledApprovals(this.http, 'ThrottledApprovals', {
      accessLog: this.http.accessLog,
      deployment: checked.configuration.deployment,
    });
    this.alarms.watch([
      ...signalWatches(checked.configuration.deployment),
      ...workflowWatches(stateMachine),
      ...functionWatches(functions),
      ...queueWatches(undone),
      ...apiWatches(this.http.api, throttledApprovals.metric),
    ]);
    this.#output('ApiUrl', 'Address of the API', this.http.api.apiEndpoint);
    this.#output('AlarmTopicArn', 'Subscribe to it: every alarm rings here', this.alarms.topic.topicArn);
    this.#output('TableName', 'Requests, audit events and the ledger', this.table.tableName);
    this.#output('StateMachineArn', 'One execution an access request', stateMachine.stateMachineArn);
    this.#guard(checked, functions, sweeping, own());
  }

  /**
   * One guard stands before all, so that a refused deletion deletes nothing. What was asked for in the moments after it
   * is seen by another, which stands before what closes, and after all that could open.
   *
   * The first one is also the last to change: it sees what the functions of before opened while the new ones were made.
   */
  #guard(
    checked: ConfigurationToDeploy,
    functions: ReturnType<typeof posternFunctions>,
    sweeping: EveryMinute,
    guarded: readonly IConstruct[],
  ): void {
    const { deployment, ingress, sweeper, ...others } = functions;
    const closers = new Guard(this, 'GuardOfClosers', {
      callee: deployment,
      guarded: [ingress, sweeper, sweeping],
      properties: { Left: 'closers' },
    });
    for (const other of Object.values(others)) other.node.addDependency(closers);
    new Guard(this, 'Guard', {
      callee: deployment,
      guarded,
      properties: { Targets: groupsOfTargets(checked) },
    });
  }

  #output(id: string, description: string, value: string): void {
    new CfnOutput(this, id, { description, value });
  }
}
