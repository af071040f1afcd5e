import {
  CreateSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';

/** A security group as somebody sees it who knows nothing of Postern. */
export interface SecurityGroup {
  readonly id: string;
  /** Sources that the group lets in now. */
  openTo(): Promise<readonly string[]>;
}

export const createSecurityGroup = async (
  endpoint: string,
  region: string,
  name: string,
): Promise<SecurityGroup> => {
  const client = new EC2Client({ endpoint, region });
  const { Vpcs: [vpc] = [] } = await client.send(new DescribeVpcsCommand({}));
  const { GroupId: id = '' } = await client.send(
    new CreateSecurityGroupCommand({ GroupName: name, Description: name, VpcId: vpc?.VpcId }),
  );
  const filters = [{ Name: 'group-id', Values: [id] }];
  return {
    id,
    openTo: async () => {
      const { SecurityGroupRules: rules = [] } = await client.send(
        new DescribeSecurityGroupRulesCommand({ Filters: filters }),
      );
      return rules.filter(({ IsEgress }) => !IsEgress).map(({ CidrIpv4 }) => String(CidrIpv4));
    },
  };
};
