import { DescribeSecurityGroupRulesCommand, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ec2Clients } from '../../../../functions/adapters/aws/ec2/clients.ts';
import { Ec2IngressRules } from '../../../../functions/adapters/aws/ec2/ingress-rules.ts';
import { describeIngressRules, type IngressRulesUnderTest } from '../../../contracts/ingress-rules.ts';
import { describeOnMoto, type Moto, startMoto } from '../../../engines/moto.ts';
import { MOTO_EC2_BEHAVIOUR, MOTO_EC2_DIVERGENCES } from '../../../engines/moto-divergences.ts';
import { type MotoEc2, motoEc2 } from './moto-ec2.ts';

const DEPLOYMENT = 'moto-test';
const RULE = { protocol: 'tcp', fromPort: 5432, toPort: 5432, source: '10.20.30.40/32' };

describeOnMoto('EC2 adapter', () => {
  let moto: Moto;
  let ec2: MotoEc2;
  beforeAll(async () => {
    moto = await startMoto();
    ec2 = motoEc2(moto.endpoint);
  });
  afterAll(() => moto?.stop());

  const make = async (): Promise<IngressRulesUnderTest> => ({
    rules: new Ec2IngressRules({
      clients: ec2Clients({ endpoint: moto.endpoint }),
      deployment: DEPLOYMENT,
    }),
    group: await ec2.createGroup(),
    otherGroup: await ec2.createGroup(),
    deployment: DEPLOYMENT,
    limit: 60,
    prefixList: await ec2.createPrefixList(5),
    outside: ec2.outside,
    close: async () => undefined,
  });

  describeIngressRules('EC2 adapter on moto', make, MOTO_EC2_BEHAVIOUR);

  // More divergences are asserted by the contract suite: each flag of MOTO_EC2_BEHAVIOUR that is not as EC2's.
  describe('moto, otherwise than AWS,', () => {
    it(MOTO_EC2_DIVERGENCES.unknownRuleCode.emulator, async () => {
      const { groupId } = await ec2.createGroup();
      const revoke = new RevokeSecurityGroupIngressCommand({
        GroupId: groupId,
        SecurityGroupRuleIds: ['sgr-0123456789abcdef0'],
      });
      await expect(ec2.client.send(revoke)).rejects.toMatchObject({ name: 'InvalidPermission.NotFound' });
    });

    it(MOTO_EC2_DIVERGENCES.onePage.emulator, async () => {
      const group = await ec2.createGroup();
      for (const port of [1, 2, 3, 4, 5, 6]) {
        await ec2.outside.addRule(group, { ...RULE, fromPort: port, toPort: port });
      }
      const filters = [{ Name: 'group-id', Values: [group.groupId] }];
      const page = await ec2.client.send(
        new DescribeSecurityGroupRulesCommand({ Filters: filters, MaxResults: 5 }),
      );
      expect(page.SecurityGroupRules?.filter(({ IsEgress }) => !IsEgress)).toHaveLength(6);
      expect(page.NextToken).toBeUndefined();
    });

    it(MOTO_EC2_DIVERGENCES.hostBitsKept.emulator, async () => {
      const { rules, group } = await make();
      for (const source of ['10.0.0.0/24', '10.0.0.5/24']) {
        await ec2.outside.addRule(group, { ...RULE, source });
      }
      // The adapter shows both as what they let in.
      const permission = { ...RULE, source: '10.0.0.0/24' };
      expect(await rules.list(group)).toMatchObject({ rules: [{ permission }, { permission }] });
    });
  });
});
