import { CfnOutput } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Configuration } from '../functions/domain/configuration.ts';
import type { PolicyFiles } from '../functions/runtime/policies/load-policies.ts';
import { SCHEDULED_INPUTS } from '../functions/runtime/scheduled-inputs.ts';
import { Alarms } from './constructs/alarms.ts';
import { DeadLetters } from './constructs/dead-letters.ts';
import { EveryMinute } from './constructs/every-minute.ts';
import { posternFunctions } from './constructs/functions.ts';
import { PosternApi } from './constructs/http-api.ts';
import { publishFrom } from './constructs/publication.ts';
import { RESERVED_CONCURRENCY, type ReservedConcurrency } from './constructs/reserved-concurrency.ts';
import { AccessTable } from './constructs/table.ts';
import { Workflow, WorkflowName } from './constructs/workflow.ts';
import { apiWatches, functionWatches, queueWatches, workflowWatches } from './watches/services.ts';
import { signalWatches } from './watches/signals.ts';

export interface PosternProps {
  /**
   * What `loadConfiguration` made of `config/postern.yaml`. Account and region of its groups are texts, not tokens:
   * they become part of the functions' code.
   */
  readonly configuration: Configuration;
  /** What `loadPolicies` made of `config/policies`. Default: none, and people decide whatever requesters ask for. */
  readonly policies?: PolicyFiles | null;
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

/** All of Postern, to be embedded in a stack of one's own. */
export class Postern extends Construct {
  /** The HTTP API, for a domain name in front of it. */
  readonly http: PosternApi;
  /** Requests, audit events, and the ledger of rules that are ours. */
  readonly table: ITable;
  readonly alarms: Alarms;

  constructor(
    scope: Construct,
    id: string,
    { configuration, policies = null, alarmTopic, reservedConcurrency = RESERVED_CONCURRENCY }: PosternProps,
  ) {
    super(scope, id);
    const undone = {
      Schedules: new DeadLetters(this, 'UndoneSchedules'),
      Publishing: new DeadLetters(this, 'UndonePublishing'),
    };
    this.table = new AccessTable(this, 'Table') as ITable;
    this.http = new PosternApi(this, 'Http', configuration);
    const name = new WorkflowName(this);
    const functions = posternFunctions(this, {
      configuration,
      policies,
      table: this.table,
      workflow: name,
      approvalPageUrl: this.http.approvalPageUrl,
      reservedConcurrency,
    });
    this.http.addRoutes(functions);
    const { stateMachine } = new Workflow(this, 'Workflow', { name, functions });
    publishFrom(this.table, functions.publisher, undone.Publishing);
    for (const callee of [functions.sweeper, functions.timekeeper]) {
      const input = SCHEDULED_INPUTS[callee.name];
      new EveryMinute(this, `EveryMinute-${callee.name}`, { callee, input, deadLetters: undone.Schedules });
    }
    this.alarms = new Alarms(this, 'Alarms', {
      ...(alarmTopic ? { topic: alarmTopic } : {}),
      watches: [
        ...signalWatches(configuration.deployment),
        ...workflowWatches(stateMachine),
        ...functionWatches(functions),
        ...queueWatches(undone),
        ...apiWatches(this.http.api),
      ],
    });
    this.#output('ApiUrl', 'Address of the API', this.http.api.apiEndpoint);
    this.#output('AlarmTopicArn', 'Subscribe to it: every alarm rings here', this.alarms.topic.topicArn);
    this.#output('TableName', 'Requests, audit events and the ledger', this.table.tableName);
    this.#output('StateMachineArn', 'One execution an access request', stateMachine.stateMachineArn);
  }

  #output(id: string, description: string, value: string): void {
    new CfnOutput(this, id, { description, value });
  }
}
