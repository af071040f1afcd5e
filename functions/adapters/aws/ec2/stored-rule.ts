import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { GroupRef } from '../../../domain/rule-key.ts';
import { DEPLOYMENT_TAG, type StoredRule } from '../../observe-rule.ts';

/** Of another account it is no source of ours, whatever its id. */
const groupIn = (
  { ReferencedGroupInfo: group, GroupOwnerId: owner }: SecurityGroupRule,
  account: string,
): string | undefined =>
  group?.UserId === undefined || group.UserId === (owner ?? account)
    ? group?.GroupId
    : `${group.UserId}/${group.GroupId}`;

/**
 * A rule as EC2 answers it. Throws on one without an id: it could never be closed.
 *
 * @param account of the group that it stands in, where EC2 does not say
 */
export const storedRule = (rule: SecurityGroupRule, { account }: Pick<GroupRef, 'account'>): StoredRule => {
  if (!rule.SecurityGroupRuleId) throw new Error('EC2 answered a rule without an id');
  return {
    ruleId: rule.SecurityGroupRuleId,
    protocol: rule.IpProtocol ?? 'unknown',
    fromPort: rule.FromPort ?? -1,
    toPort: rule.ToPort ?? -1,
    source: rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? groupIn(rule, account) ?? 'unknown',
    description: rule.Description ?? null,
    deployment: rule.Tags?.find(({ Key }) => Key === DEPLOYMENT_TAG)?.Value ?? null,
  };
};
