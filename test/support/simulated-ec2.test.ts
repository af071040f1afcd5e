import { observeRule } from '../../functions/adapters/observe-rule.ts';
import {
  describeIngressRules,
  EC2_BEHAVIOUR,
  type IngressRulesUnderTest,
} from '../contracts/ingress-rules.ts';
import { aGroup } from './records.ts';
import { SimulatedEc2 } from './simulated-ec2.ts';
import { VirtualClock } from './virtual-clock.ts';

const DEPLOYMENT = 'simulated';
const LIST = { id: 'pl-0a1b2c3d4e5f60718', maxEntries: 5 };

const make = async (): Promise<IngressRulesUnderTest> => {
  const group = aGroup();
  const otherGroup = { ...group, groupId: `sg-${'b'.repeat(17)}` };
  const ec2 = new SimulatedEc2(new VirtualClock(), DEPLOYMENT, [group, otherGroup]);
  ec2.prefixLists.set(LIST.id, LIST.maxEntries);
  return {
    rules: ec2,
    group,
    otherGroup,
    deployment: DEPLOYMENT,
    limit: 60,
    prefixList: LIST,
    outside: {
      addRule: async (where, { description = null, deployment = null, ...rule }) => {
        const { ruleId } = ec2.newRule({ ...rule, protocol: 'tcp' });
        const added = observeRule({ ...rule, ruleId, description, deployment });
        ec2.byHand(where, (rules) => [...rules, added]);
        return ruleId;
      },
      editRule: async (where, ruleId, permission) =>
        ec2.byHand(where, (rules) =>
          rules.map((rule) => (rule.ruleId === ruleId ? { ...rule, permission, admits: permission } : rule)),
        ),
      deleteRule: async (where, ruleId) =>
        ec2.byHand(where, (rules) => rules.filter((rule) => rule.ruleId !== ruleId)),
      deleteGroup: async (where) => ec2.deleteGroup(where),
    },
    close: async () => undefined,
  };
};

// What tests of use cases stand on must be as the real ones are.
describeIngressRules('simulated EC2 of the tests', make, {
  ...EC2_BEHAVIOUR,
  missingGroup: 'GROUP_NOT_FOUND',
  limitIsPerFamily: false,
});
