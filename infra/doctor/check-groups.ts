import { DescribeSecurityGroupsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import type { Configuration } from '../../functions/domain/configuration.ts';
import { configuredGroups } from '../rights/security-group-rights.ts';
import { either, looking, type Verdict } from './verdict.ts';

/** Each configured security group is there, in its account. */
export const checkGroups = async (
  clientOf: (region: string) => EC2Client,
  configuration: Configuration,
): Promise<readonly Verdict[]> => {
  const verdicts = configuredGroups(configuration).map(({ account, region, groupId }) =>
    looking(`Security group ${groupId}`, async () => {
      const filters = [{ Name: 'group-id', Values: [groupId] }];
      const command = new DescribeSecurityGroupsCommand({ Filters: filters });
      const { SecurityGroups: [group] = [] } = await clientOf(region).send(command);
      const isThere = group !== undefined && group.OwnerId === account;
      return [
        either(
          isThere,
          group ? `${group.GroupName} in ${region}` : `not in ${region}`,
          'correct the configuration',
        ),
      ];
    }),
  );
  return (await Promise.all(verdicts)).flat();
};
