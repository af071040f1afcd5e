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

/** What was granted, and who let it: the policy by itself, as many people, or nobody yet, in an emergency. */
export interface Granted {
  readonly minutes: number;
  readonly by: 'POLICY' | 'EMERGENCY' | { readonly approvals: number };
}

export type StillAllowed =
  | 'ALLOWED'
  | 'FORBIDDEN'
  /** It would not open by itself any more, or not for as long. */
  | 'LEFT_TO_PEOPLE'
  /** More people would have to approve it than have. */
  | 'NEEDS_MORE_APPROVALS';

/**
 * Asked once more right before a port opens: whether the policy lets it, as of this moment. What it once opened by itself
 * it must open by itself still, for as long; what people approved, as many people must have approved as it asks for now.
 */
export const stillAllows = async (
  policy: Policy,
  question: PolicyQuestion,
  askedAt: Instant,
  { minutes, by }: Granted,
): Promise<StillAllowed> => {
  if (by === 'EMERGENCY') return (await forbids(policy, question, askedAt)) ? 'FORBIDDEN' : 'ALLOWED';
  const decision = await decide(policy, question, askedAt);
  switch (decision.outcome) {
    case 'denied':
      return 'FORBIDDEN';
    case 'automatic': {
      const { durationMinutes } = question;
      const isLongEnough = automaticMinutes({ durationMinutes, policy: decision }) >= minutes;
      return by !== 'POLICY' || isLongEnough ? 'ALLOWED' : 'LEFT_TO_PEOPLE';
    }
    case 'manual':
      if (by === 'POLICY') return 'LEFT_TO_PEOPLE';
      return by.approvals >= (decision.approvals ?? 0) ? 'ALLOWED' : 'NEEDS_MORE_APPROVALS';
  }
};
