import {
  AuthorizeSecurityGroupIngressCommand,
  CreateManagedPrefixListCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  EC2Client,
  type IpPermission,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
  type TagSpecification,
} from '@aws-sdk/client-ec2';
import type { GroupRef } from '../../../../functions/domain/rule-key.ts';
import type { IngressRulesUnderTest, OutsideRule } from '../../../contracts/ingress-rules.ts';
import { MOTO_ACCOUNT } from '../../../engines/moto.ts';

const REGION = 'eu-central-1';

/** Security groups of an emulator, as somebody beside Postern handles them: with a client of their own. */
export interface MotoEc2 {
  readonly client: EC2Client;
  /** A new group without ingress rules. */
  createGroup(): Promise<GroupRef>;
  /** A new prefix list of IPv4 networks. */
  createPrefixList(maxEntries: number): Promise<{ id: string; maxEntries: number }>;
  readonly outside: IngressRulesUnderTest['outside'];
}

export const motoEc2 = (endpoint: string): MotoEc2 => {
  const client = new EC2Client({ region: REGION, endpoint });
  let groups = 0;
  return {
    client,
    createGroup: async () => {
      groups += 1;
      const { GroupId } = await client.send(
        new CreateSecurityGroupCommand({ GroupName: `group-${groups}`, Description: 'for a test' }),
      );
      return { account: MOTO_ACCOUNT, region: REGION, groupId: String(GroupId) };
    },
    createPrefixList: async (maxEntries) => {
      const { PrefixList } = await client.send(
        new CreateManagedPrefixListCommand({
          PrefixListName: 'partners',
          AddressFamily: 'IPv4',
          MaxEntries: maxEntries,
          Entries: [{ Cidr: '198.51.100.0/24' }],
        }),
      );
      return { id: String(PrefixList?.PrefixListId), maxEntries };
    },
    outside: {
      addRule: async ({ groupId }, rule) => {
        const { SecurityGroupRules } = await client.send(
          new AuthorizeSecurityGroupIngressCommand({
            GroupId: groupId,
            IpPermissions: [ipPermission(rule)],
            TagSpecifications: rule.deployment === undefined ? [] : [tagged(rule.deployment)],
          }),
        );
        return String(SecurityGroupRules?.[0]?.SecurityGroupRuleId);
      },
      editRule: async ({ groupId }, ruleId, { protocol, fromPort, toPort, source }) => {
        const edited = { IpProtocol: protocol, FromPort: fromPort, ToPort: toPort, CidrIpv4: source };
        await client.send(
          new ModifySecurityGroupRulesCommand({
            GroupId: groupId,
            SecurityGroupRules: [{ SecurityGroupRuleId: ruleId, SecurityGroupRule: edited }],
          }),
        );
      },
      deleteRule: async ({ groupId }, ruleId) => {
        await client.send(
          new RevokeSecurityGroupIngressCommand({ GroupId: groupId, SecurityGroupRuleIds: [ruleId] }),
        );
      },
      deleteGroup: async ({ groupId }) => {
        await client.send(new DeleteSecurityGroupCommand({ GroupId: groupId }));
      },
    },
  };
};

const ipPermission = ({ protocol, fromPort, toPort, source, description }: OutsideRule): IpPermission => ({
  IpProtocol: protocol,
  FromPort: fromPort,
  ToPort: toPort,
  ...(source.startsWith('sg-')
    ? { UserIdGroupPairs: [{ GroupId: source, Description: description }] }
    : { IpRanges: [{ CidrIp: source, Description: description }] }),
});

const tagged = (deployment: string): TagSpecification => ({
  ResourceType: 'security-group-rule',
  Tags: [{ Key: 'postern:deployment', Value: deployment }],
});
