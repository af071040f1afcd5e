import { readEnvironment } from '../environment.ts';
import { readCheckedPolicies } from '../policies/checked-policies.ts';
import { composePolicy } from '../policies/compose-policy.ts';
import type { Variables } from './base.ts';
import { composeRules } from './rules.ts';

/** Opening and closing: what may change security groups, and the policy that is asked once more before a port opens. */
export const composeIngress = async (variables: Variables) => {
  const { CONFIGURATION_FILE } = readEnvironment('ingress', variables);
  const rules = await composeRules('ingress', variables);
  return { ...rules, policy: composePolicy(rules.configuration, readCheckedPolicies(CONFIGURATION_FILE)) };
};
