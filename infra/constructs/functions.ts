import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Configuration } from '../../functions/domain/configuration.ts';
import { CHECKED_CONFIGURATION_FILE } from '../../functions/runtime/configuration/checked-configuration.ts';
import type { EnvironmentOf, FunctionName } from '../../functions/runtime/environment.ts';
import type { PolicyFiles } from '../../functions/runtime/policies/load-policies.ts';
import { mailRights } from '../rights/mail-rights.ts';
import { anyRuleReasons, securityGroupRights } from '../rights/security-group-rights.ts';
import { tableRights } from '../rights/table-rights.ts';
import { acknowledge } from './acknowledge.ts';
import { bundlingWith } from './bundle.ts';
import { PosternFunction, type PosternFunctionProps } from './function.ts';
import type { ReservedConcurrency } from './reserved-concurrency.ts';
import type { WorkflowName } from './workflow.ts';

export interface FunctionsProps {
  readonly configuration: Configuration;
  /** null where there are none: people decide whatever requesters ask for. */
  readonly policies: PolicyFiles | null;
  readonly table: ITable;
  readonly workflow: WorkflowName;
  readonly approvalPageUrl: string;
  readonly reservedConcurrency: ReservedConcurrency;
}

export type Functions = { readonly [Name in FunctionName]: PosternFunction<Name> };

/** Every function, split by what it may touch, with exactly its rights. Only `ingress` and `sweeper` touch EC2. */
export const posternFunctions = (parent: Construct, props: FunctionsProps): Functions => {
  const { configuration, table, workflow } = props;
  const scope = new Construct(parent, 'Functions');
  const bundling = bundlingWith(scope, configuration, props.policies);
  const common = { TABLE_NAME: table.tableName, CONFIGURATION_FILE: CHECKED_CONFIGURATION_FILE };
  const make = <Name extends FunctionName>(
    name: Name,
    description: string,
    environment: EnvironmentOf<Name>,
    more: Partial<PosternFunctionProps<Name>> = {},
  ): PosternFunction<Name> => {
    const reserved = props.reservedConcurrency[name];
    const made = new PosternFunction(scope, {
      name,
      description,
      environment,
      bundling: bundling(name),
      ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
      ...more,
    });
    made.mayDo(...tableRights(name, table));
    return made;
  };

  const ingress = make('ingress', 'Opens and closes ports, for the workflow', common);
  const sweeper = make('sweeper', 'Closes what nobody else closed, every minute', common, {
    asynchronously: { retryAttempts: 0, maxEventAge: Duration.minutes(1) },
  });
  const timekeeper = make(
    'timekeeper',
    'Does what must happen because time passed, every minute',
    { ...common, STATE_MACHINE_ARN: workflow.arn },
    { asynchronously: { retryAttempts: 0, maxEventAge: Duration.minutes(1) } },
  );
  const api = make('api', 'Answers requesters, approvers and auditors', {
    ...common,
    STATE_MACHINE_ARN: workflow.arn,
  });
  const approvals = make('approvals', 'Serves the approval page, and takes decisions by mailed link', {
    ...common,
    STATE_MACHINE_ARN: workflow.arn,
  });
  const askApprovers = make('ask-approvers', 'Mails approvers their links, for the workflow', {
    ...common,
    APPROVAL_PAGE_URL: props.approvalPageUrl,
  });
  const publisher = make('publisher', 'Mails what happened to whom it concerns, and what was ordered', {
    ...common,
    APPROVAL_PAGE_URL: props.approvalPageUrl,
  });

  for (const closer of [ingress, sweeper]) {
    closer.mayDo(...securityGroupRights(scope, configuration));
    acknowledge(closer, anyRuleReasons(scope, configuration));
  }
  for (const mailer of [askApprovers, publisher]) mailer.mayDo(...mailRights(scope, configuration));
  // The page ends an emergency that an approver rejects afterwards.
  for (const starter of [api, approvals, timekeeper]) starter.mayDo(workflow.starting());
  for (const decider of [api, approvals, askApprovers, timekeeper]) decider.mayDo(workflow.resuming());
  return { api, approvals, 'ask-approvers': askApprovers, ingress, sweeper, timekeeper, publisher };
};
