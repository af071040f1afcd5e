import { CustomResource, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type GroupIds, withGroupIds } from '../../functions/domain/group-ids.ts';
import { groupKey } from '../../functions/domain/rule-key.ts';
import {
  type ConfigurationProperties,
  DEPLOYMENT_RESOURCES,
  GROUP_IDS_ATTRIBUTE,
} from '../../functions/runtime/cloudformation/deployment-events.ts';
import type { ConfigurationToDeploy } from '../configuration-to-deploy.ts';
import type { PosternFunction } from './function.ts';

/** CloudFormation waits no longer, should the function never answer. More than Lambda's three tries of a minute. */
export const PATIENCE = Duration.minutes(10);

export interface DeployedConfigurationProps extends ConfigurationToDeploy {
  readonly callee: PosternFunction<'deployment'>;
  readonly tableName: string;
}

/**
 * The configuration, as CloudFormation sees it: refused where it would leave an open port behind, and, where ids of
 * security groups are known only now, the place of these. Everything that reads the configuration or names its groups
 * depends on it, so that a refusal comes before anything changes.
 */
export class DeployedConfiguration extends Construct {
  /** `GROUP_IDS` of the functions' environment. */
  readonly groupIds: string;

  constructor(scope: Construct, id: string, props: DeployedConfigurationProps) {
    super(scope, id);
    const { groupIds, callee, tableName } = props;
    const properties: ConfigurationProperties = {
      Targets: groupsOfTargets(props),
      TableName: tableName,
      ...(idsInTable(groupIds) ? { GroupIds: groupIds, WrittenIds: writtenIds(props) } : {}),
    };
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: callee.alias.functionArn,
      serviceTimeout: PATIENCE,
      resourceType: DEPLOYMENT_RESOURCES.configuration,
      properties: { ...properties },
    });
    this.groupIds = idsInTable(groupIds) ? resource.getAttString(GROUP_IDS_ATTRIBUTE) : 'none';
  }
}

/** The group of each target, as the deployment is told it. */
export const groupsOfTargets = ({ configuration, groupIds }: ConfigurationToDeploy): Record<string, string> =>
  Object.fromEntries(
    withGroupIds(configuration, groupIds).targets.map(({ name, group }) => [name, groupKey(group)]),
  );

/** Only the deployment can tell whether one of the others turns out to be one of these. */
const writtenIds = ({ configuration, groupIds }: ConfigurationToDeploy): string[] => {
  const all = new Set(configuration.targets.map(({ group }) => group.groupId));
  return [...all].filter((id) => !Object.hasOwn(groupIds, id));
};

/** Whether some id is known only once it is deployed. */
export const idsInTable = (groupIds: GroupIds): boolean => Object.keys(groupIds).length > 0;
