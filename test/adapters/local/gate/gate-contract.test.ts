import type { IngressRulesUnderTest } from '../../../contracts/ingress-rules.ts';
import { describeIngressRules, EC2_BEHAVIOUR } from '../../../contracts/ingress-rules.ts';
import { DEPLOYMENT, GROUP, OTHER_GROUP, startGate } from './gate-under-test.ts';

const make = async (): Promise<IngressRulesUnderTest> => {
  const { gate, close } = await startGate();
  return {
    rules: gate,
    group: GROUP,
    otherGroup: OTHER_GROUP,
    deployment: DEPLOYMENT,
    limit: 60,
    prefixList: null,
    outside: gate.byHand,
    close,
  };
};

// The gate knows its groups from the configuration, and says so of one that is not in it.
describeIngressRules('local gate', make, {
  ...EC2_BEHAVIOUR,
  missingGroup: 'GROUP_NOT_FOUND',
  references: 'NOT',
});
