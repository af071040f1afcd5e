import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { withGroupIds } from '../../functions/domain/group-ids.ts';
import { CHECKED_CONFIGURATION_FILE } from '../../functions/runtime/configuration/checked-configuration.ts';
import type { EnvironmentOf, FunctionName } from '../../functions/runtime/environment.ts';
import { functionCode } from '../bundles/function-code.ts';
import type { ConfigurationToDeploy } from '../configuration-to-deploy.ts';
import { mailRights } from '../rights/mail-rights.ts';
import { anyRuleReasons, securityGroupRights } from '../rights/security-group-rights.ts';
import { tableRights } from '../rights/table-rights.ts';
import { acknowledge } from './acknowledge.ts';
import { DeployedConfiguration, idsInTable } from './deployed-configuration.ts';
import { PosternFunction, type PosternFunctionProps } from './function.ts';
import type { ReservedConcurrency } from './reserved-concurrency.ts';
import type { WorkflowName } from './workflow.ts';

export interface FunctionsProps {
  readonly checked: ConfigurationToDeploy;
  readonly table: ITable;
  readonly workflow: WorkflowName;
  readonly approvalPageUrl: string;
  readonly reservedConcurrency: ReservedConcurrency;
}

export type Functions = { readonly [Name in FunctionName]: PosternFunction<Name> };

/** Every function, split by what it may touch, with exactly its rights. Only `ingress` and `sweeper` touch EC2. */
export const posternFunctions = (parent: Construct, props: FunctionsProps): Functions => {
  const { checked, table, workflow } = props;
  // Rights name the groups themselves, where the functions' file may have placeholders.
  const configuration = withGroupIds(checked.configuration, checked.groupIds);
  const scope = new Construct(parent, 'Functions');
  const code = functionCode(scope, checked);
  const { tableName } = table;
  const make = <Name extends FunctionName>(
    name: Name,
    description: string,
    environment: EnvironmentOf<Name>,
    more: Partial<PosternFunctionProps<Name>> = {},
  ): PosternFunction<Name> => {
    const reserved = props.reservedConcurrency[name];
    const groupIds = 'GROUP_IDS' in environment ? environment.GROUP_IDS : 'none';
    const made = new PosternFunction(scope, {
      name,
      description,
      environment,
      code: code(name),
      // The digest in its environment may come out otherwise with nothing else changed.
      ...(groupIds === 'none' ? {} : { versionDescription: groupIds }),
      ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
      ...more,
    });
    made.mayDo(...tableRights(name, table, { idsInTable: idsInTable(checked.groupIds) }));
    return made;
  };

  const deployment = make(
    'deployment',
    'Tells CloudFormation whether anything is open, before it is left behind',
    {
      TABLE_NAME: tableName,
      DEPLOYMENT: configuration.deployment,
    },
  );
  const deployed = new DeployedConfiguration(parent, 'Configuration', {
    ...checked,
    callee: deployment,
    tableName,
  });
  const common = {
    TABLE_NAME: tableName,
    CONFIGURATION_FILE: CHECKED_CONFIGURATION_FILE,
    GROUP_IDS: deployed.groupIds,
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
  const others = { api, approvals, 'ask-approvers': askApprovers, ingress, sweeper, timekeeper, publisher };
  for (const each of Object.values(others)) each.node.addDependency(deployed);
  return { ...others, deployment };
};
