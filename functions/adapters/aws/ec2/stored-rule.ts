import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import { DEPLOYMENT_TAG, type StoredRule } from '../../observe-rule.ts';

/** A rule as EC2 answers it. Throws on one without an id: it could never be closed. */
export const storedRule = (rule: SecurityGroupRule): StoredRule => {
  if (!rule.SecurityGroupRuleId) throw new Error('EC2 answered a rule without an id');
  return {
    ruleId: rule.SecurityGroupRuleId,
    protocol: rule.IpProtocol ?? 'unknown',
    fromPort: rule.FromPort ?? -1,
    toPort: rule.ToPort ?? -1,
    source:
      rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId ?? 'unknown',
    description: rule.Description ?? null,
    deployment: rule.Tags?.find(({ Key }) => Key === DEPLOYMENT_TAG)?.Value ?? null,
  };
};
