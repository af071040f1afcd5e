import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Configuration } from '../../functions/domain/configuration.ts';
import { type GroupRef, groupKey } from '../../functions/domain/rule-key.ts';
import { DEPLOYMENT_TAG } from '../../functions/runtime/names.ts';

/** An inline policy of a role holds 10,240 characters; each group takes about 80, and CDK moves what is over to a policy of its own. */
const MOST_GROUPS = 100;

/** Each security group that the configuration names, retired targets included, once. */
export const configuredGroups = ({ targets }: Configuration): readonly GroupRef[] => [
  ...new Map(targets.map(({ group }) => [groupKey(group), group])).values(),
];

const arn = (scope: Construct, resource: string, { account, region }: GroupRef, resourceName: string) =>
  Stack.of(scope).formatArn({
    service: 'ec2',
    account,
    region,
    resource,
    resourceName,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });

const anyRuleArns = (scope: Construct, groups: readonly GroupRef[]): string[] => [
  ...new Set(groups.map((group) => arn(scope, 'security-group-rule', group, '*'))),
];

/** Without CDK's flag for partition literals the partition is known only once it is deployed. */
const asNagSays = (scope: Construct, any: string): string =>
  any.replace(Stack.of(scope).partition, (partition) =>
    Token.isUnresolved(partition) ? '<AWS::Partition>' : partition,
  );

/** Why cdk-nag meets rules of any id in these rights. */
export const anyRuleReasons = (scope: Construct, configuration: Configuration): Record<string, string> =>
  Object.fromEntries(
    anyRuleArns(scope, configuredGroups(configuration)).map((any) => [
      `AwsSolutions-IAM5[Resource::${asNagSays(scope, any)}]`,
      'A rule has no id before it is made; a call that tags may set the deployment tag alone: see infra/wildcards.ts.',
    ]),
  );

/**
 * What a closer of ports may do in EC2: write on the configured groups, and read rules. EC2 knows no resource for
 * reading rules, and for revoking only the group: see infra/wildcards.ts, and the advice of a group for each target.
 *
 * That a rule carries our tag is the work of the code (`Ec2IngressRules`), and not of these rights: where a call has no
 * tags EC2 may ask for the right on the group only, as in
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_ec2_securitygroups-vpc.html. A condition on
 * tags there is not taken: none of AWS's texts at hand says that EC2 tells a group's check what tags a rule will have, and
 * if it does not, no port would ever open.
 */
export const securityGroupRights = (
  scope: Construct,
  configuration: Configuration,
): readonly PolicyStatement[] => {
  const groups = configuredGroups(configuration);
  if (groups.length > MOST_GROUPS) {
    throw new Error(
      `One deployment opens at most ${MOST_GROUPS} security groups; ${groups.length} are configured`,
    );
  }
  const regions = [...new Set(groups.map(({ region }) => region))];
  const anyRule = anyRuleArns(scope, groups);
  const marked = {
    StringEquals: { [`aws:RequestTag/${DEPLOYMENT_TAG}`]: configuration.deployment },
    'ForAllValues:StringEquals': { 'aws:TagKeys': [DEPLOYMENT_TAG] },
  };
  return [
    new PolicyStatement({
      actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
      resources: groups.map((group) => arn(scope, 'security-group', group, group.groupId)),
    }),
    new PolicyStatement({
      actions: ['ec2:AuthorizeSecurityGroupIngress'],
      resources: anyRule,
      conditions: marked,
    }),
    new PolicyStatement({
      actions: ['ec2:CreateTags'],
      resources: anyRule,
      conditions: {
        ...marked,
        StringEquals: { ...marked.StringEquals, 'ec2:CreateAction': 'AuthorizeSecurityGroupIngress' },
      },
    }),
    new PolicyStatement({
      actions: ['ec2:DescribeSecurityGroupRules'],
      resources: ['*'],
      conditions: { StringEquals: { 'ec2:Region': regions } },
    }),
  ];
};
