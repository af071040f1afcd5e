import { automaticMinutes, type PolicyDecision } from '../domain/access-request.ts';
import type { Instant } from '../domain/instant.ts';
import { believedAt } from '../domain/principal.ts';
import type { Policy, PolicyQuestion } from '../ports/policy.ts';

/** The same question of the requester as believed by then, where that is another one than who asked. */
const believed = (question: PolicyQuestion, askedAt: Instant): PolicyQuestion | null => {
  const requester = believedAt(question.requester, askedAt, question.at);
  return requester === question.requester ? null : { ...question, requester };
};

/** What forbids counts groups of long ago as well: nobody gets past a `forbid` by waiting. */
const decide = async (
  policy: Policy,
  question: PolicyQuestion,
  askedAt: Instant,
): Promise<PolicyDecision> => {
  const decision = await policy.decide(question);
  const later = believed(question, askedAt);
  return later === null || decision.outcome === 'denied' ? decision : await policy.decide(later);
};

const forbids = async (policy: Policy, question: PolicyQuestion, askedAt: Instant): Promise<boolean> => {
  const later = believed(question, askedAt);
  return (await policy.forbids(question)) || (later !== null && (await policy.forbids(later)));
};

/**
 * What the policy makes of an ask. In an emergency nobody's permission is waited for, if the target allows for that
 * and names who asks; what is forbidden stays forbidden.
 *
 * @param askedAt when the requester's token claimed its groups
 */
export const askPolicy = async (
  policy: Policy,
  question: PolicyQuestion,
  askedAt: Instant,
): Promise<PolicyDecision> => {
  const decision = await decide(policy, question, askedAt);
  if (!question.breakGlass) return decision;
  const { name, breakGlass } = question.target;
  if (breakGlass === undefined || (await forbids(policy, question, askedAt))) {
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

/** What was granted, and by whom: the policy alone, or people (or nobody, in an emergency). */
export interface Granted {
  readonly minutes: number;
  readonly byPolicyAlone: boolean;
}

/**
 * Asked once more right before a port opens: whether the policy lets it. What it once opened by itself it must open by
 * itself still, for as long; what people approved it must only not forbid.
 */
export const stillAllows = async (
  policy: Policy,
  question: PolicyQuestion,
  askedAt: Instant,
  { minutes, byPolicyAlone }: Granted,
): Promise<'ALLOWED' | 'FORBIDDEN' | 'LEFT_TO_PEOPLE'> => {
  if (!byPolicyAlone) return (await forbids(policy, question, askedAt)) ? 'FORBIDDEN' : 'ALLOWED';
  const decision = await decide(policy, question, askedAt);
  if (decision.outcome === 'denied') return 'FORBIDDEN';
  const { durationMinutes } = question;
  const isLongEnough = automaticMinutes({ durationMinutes, policy: decision }) >= minutes;
  return decision.outcome === 'automatic' && isLongEnough ? 'ALLOWED' : 'LEFT_TO_PEOPLE';
};
