import type { PolicyDecision } from '../domain/access-request.ts';
import type { Policy, PolicyQuestion } from '../ports/policy.ts';

/**
 * What the policy makes of an ask. In an emergency nobody's permission is waited for, if the target allows for that
 * and names who asks; what is forbidden stays forbidden.
 */
export const askPolicy = async (policy: Policy, question: PolicyQuestion): Promise<PolicyDecision> => {
  const decision = await policy.decide(question);
  if (!question.breakGlass) return decision;
  const { name, breakGlass } = question.target;
  if (breakGlass === undefined || (await policy.forbids(question))) {
    return { ...decision, outcome: 'denied', maxMinutes: null, approvals: null };
  }
  return {
    outcome: 'automatic',
    version: decision.version,
    determinedBy: [`targets.${name}.breakGlass`],
    reasons: [],
    maxMinutes: breakGlass.maxMinutes,
    approvals: null,
  };
};
