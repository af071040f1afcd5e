import { EC2_BEHAVIOUR, type KnownBehaviour } from '../contracts/ingress-rules.ts';

/** One way in which an emulator differs from AWS. We side with AWS; a test asserts the difference, so that its end is noticed. */
export interface Divergence {
  readonly emulator: string;
  readonly aws: string;
  /** AWS's documentation, or the best evidence that there is. */
  readonly source: string;
}

/** Moto 5.2.5, security groups. */
export const MOTO_EC2_DIVERGENCES = {
  revokeNamesNoRules: {
    emulator: 'answers a revoke without the rules that it removed',
    aws: 'lists them in revokedSecurityGroupRuleSet',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html',
  },
  unknownRuleCode: {
    emulator: 'answers InvalidPermission.NotFound for a rule id that it does not know',
    aws: 'answers InvalidSecurityGroupRuleId.NotFound',
    source:
      'https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_security_group_ingress_rule.go',
  },
  limitCountsBothFamilies: {
    emulator: 'counts IPv4 and IPv6 rules together against the limit of 60',
    aws: 'counts them apart',
    source:
      'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups',
  },
  onePage: {
    emulator: 'ignores MaxResults, and lists everything in one page',
    aws: 'answers at most MaxResults rules and a NextToken',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html',
  },
  hostBitsKept: {
    emulator: 'keeps the host bits of a CIDR, and so takes 10.0.0.5/24 beside 10.0.0.0/24',
    aws: 'stores the canonical CIDR, and calls the second a duplicate',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html',
  },
  referencesLoseDescription: {
    emulator: 'keeps no description of a rule whose source is a security group or prefix list',
    aws: 'keeps it like that of any other rule',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UserIdGroupPair.html',
  },
  groupStandsTwice: {
    emulator: 'takes the same rule for a security group twice, where the description differs',
    aws: 'answers InvalidPermission.Duplicate',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html',
  },
  anyPrefixList: {
    emulator: 'takes the id of a prefix list that does not exist',
    aws: 'answers InvalidPrefixListID.NotFound',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html',
  },
  prefixListCountsOnce: {
    emulator: 'counts a prefix list as one rule against the limit of 60',
    aws: 'counts as many as it may have entries',
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-prefix-lists',
  },
} as const satisfies Record<string, Divergence>;

/** What the contract suite must expect of moto. */
export const MOTO_EC2_BEHAVIOUR: KnownBehaviour = {
  ...EC2_BEHAVIOUR,
  revokeNamesRules: false,
  limitIsPerFamily: false,
  references: 'BY_ID',
};
