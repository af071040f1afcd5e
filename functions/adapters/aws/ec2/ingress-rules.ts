import {
  AuthorizeSecurityGroupIngressCommand,
  type AuthorizeSecurityGroupIngressCommandInput,
  paginateDescribeSecurityGroupRules,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import type { ObservedRule } from '../../../domain/observed-rule.ts';
import { type GroupRef, type Permission, ruleKey } from '../../../domain/rule-key.ts';
import { sourceOf } from '../../../domain/source.ts';
import type {
  AuthorizeAnswer,
  IngressRules,
  ListAnswer,
  RevokeAnswerOfCall,
} from '../../../ports/ingress-rules.ts';
import { DEPLOYMENT_TAG, observeRule } from '../../observe-rule.ts';
import type { Ec2Clients } from './clients.ts';
import { authorizeFailure, listFailure, revokeFailure } from './errors.ts';
import { storedRule } from './stored-rule.ts';

export interface Ec2IngressRulesSettings {
  readonly clients: Ec2Clients;
  /** Value of the tag `postern:deployment` on the rules that are opened. */
  readonly deployment: string;
  /** Rules a page, 5 to 1000 (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html). Default 1000. */
  readonly pageSize?: number;
}

/** Ingress rules of EC2's security groups, in the account whose credentials the function has. */
export class Ec2IngressRules implements IngressRules {
  readonly #clients: Ec2Clients;
  readonly #deployment: string;
  readonly #pageSize: number;

  constructor({ clients, deployment, pageSize = 1000 }: Ec2IngressRulesSettings) {
    this.#clients = clients;
    this.#deployment = deployment;
    this.#pageSize = pageSize;
  }

  /** EC2 lists no rules, and no error, for a group that was deleted: `GROUP_NOT_FOUND` comes only from a malformed id. */
  async list(group: GroupRef): Promise<ListAnswer> {
    const rules: ObservedRule[] = [];
    const pages = paginateDescribeSecurityGroupRules(
      { client: this.#clients.reader(group.region), pageSize: this.#pageSize },
      { Filters: [{ Name: 'group-id', Values: [group.groupId] }] },
      { abortSignal: this.#clients.deadline() },
    );
    try {
      for await (const { SecurityGroupRules = [] } of pages) {
        rules.push(
          ...SecurityGroupRules.filter(isIngress).map((rule) => observeRule(storedRule(rule, group))),
        );
      }
    } catch (error) {
      return listFailure(error);
    }
    return { outcome: 'LISTED', rules };
  }

  async authorize(
    group: GroupRef,
    permission: Permission,
    marks: { readonly ledgerId: string },
  ): Promise<AuthorizeAnswer> {
    const command = new AuthorizeSecurityGroupIngressCommand({
      GroupId: group.groupId,
      IpPermissions: [ipPermission(permission, marks.ledgerId)],
      TagSpecifications: [
        {
          ResourceType: 'security-group-rule',
          Tags: [{ Key: DEPLOYMENT_TAG, Value: this.#deployment }],
        },
      ],
    });
    try {
      const { SecurityGroupRules = [] } = await this.#clients
        .writer(group.region)
        .send(command, { abortSignal: this.#clients.deadline() });
      return openedAsAsked(group, permission, SecurityGroupRules);
    } catch (error) {
      return authorizeFailure(error, { group: group.groupId, source: permission.source });
    }
  }

  async revoke(group: GroupRef, ruleIds: readonly string[]): Promise<RevokeAnswerOfCall> {
    if (ruleIds.length === 0) return { outcome: 'ANSWERED', ruleIds: [] };
    const command = new RevokeSecurityGroupIngressCommand({
      GroupId: group.groupId,
      SecurityGroupRuleIds: [...ruleIds],
    });
    try {
      const answer = await this.#clients
        .writer(group.region)
        .send(command, { abortSignal: this.#clients.deadline() });
      const { Return, RevokedSecurityGroupRules: revoked = [], UnknownIpPermissions: unknown = [] } = answer;
      if (Return !== true) return { outcome: 'UNKNOWN', detail: 'EC2 answered neither success nor an error' };
      // In a default VPC EC2 names what it did not find in a successful answer, instead of an error.
      if (revoked.length === 0 && unknown.length > 0) {
        return { outcome: 'RULE_NOT_FOUND', detail: `EC2 knows none of ${ruleIds.join(', ')}` };
      }
      return { outcome: 'ANSWERED', ruleIds: revoked.flatMap(({ SecurityGroupRuleId: id }) => id ?? []) };
    } catch (error) {
      return revokeFailure(error);
    }
  }
}

const isIngress = (rule: SecurityGroupRule): boolean => rule.IsEgress !== true;

type IpPermission = NonNullable<AuthorizeSecurityGroupIngressCommandInput['IpPermissions']>[number];

/** Throws on a source that is not canonical: whatever EC2 would make of it, it is not what was approved. */
const from = (text: string, Description: string): IpPermission => {
  const source = sourceOf(text);
  switch (source.kind) {
    case 'network':
      return source.family === 'ipv6'
        ? { Ipv6Ranges: [{ CidrIpv6: source.cidr, Description }] }
        : { IpRanges: [{ CidrIp: source.cidr, Description }] };
    case 'security-group':
      return { UserIdGroupPairs: [{ GroupId: source.id, Description }] };
    case 'prefix-list':
      return { PrefixListIds: [{ PrefixListId: source.id, Description }] };
  }
};

const ipPermission = (
  { protocol, fromPort, toPort, source }: Permission,
  ledgerId: string,
): IpPermission => ({
  IpProtocol: protocol,
  FromPort: fromPort,
  ToPort: toPort,
  ...from(source, ledgerId),
});

/** Nothing is called open but exactly what was asked for. */
const openedAsAsked = (
  group: GroupRef,
  asked: Permission,
  answered: readonly SecurityGroupRule[],
): AuthorizeAnswer => {
  const [rule, ...others] = answered;
  if (!rule?.SecurityGroupRuleId || others.length > 0) {
    return { outcome: 'UNKNOWN', detail: `EC2 answered ${answered.length} rules, not one with an id` };
  }
  const { ruleId, permission, summary } = observeRule(storedRule(rule, group));
  const same = permission !== null && ruleKey(permission) === ruleKey(asked);
  if (!same || !isIngress(rule) || rule.GroupId !== group.groupId) {
    return { outcome: 'UNKNOWN', detail: `EC2 answered ${ruleId} in ${rule.GroupId}: ${summary}` };
  }
  return { outcome: 'OPENED', ruleId };
};
