import type { IngressRules, RevokeAnswerOfCall } from '../../../functions/ports/ingress-rules.ts';

/** Rule ids that somebody believes to be gone, by the EC2 that said so. */
const believedGone = new WeakMap<IngressRules, Set<string>>();

/** Remembers what an answer lists as removed. */
export const listedIds = (ec2: IngressRules, answer: RevokeAnswerOfCall): RevokeAnswerOfCall => {
  const gone = believedGone.get(ec2) ?? new Set();
  believedGone.set(ec2, gone);
  if (answer.outcome === 'ANSWERED') for (const id of answer.ruleIds) gone.add(id);
  return answer;
};

/** What a read shows is not held against what was answered: the read-back that would find the mistake is left out. */
export const withoutListed = (ec2: IngressRules): Pick<IngressRules, 'list'> => ({
  list: async (group) => {
    const answer = await ec2.list(group);
    if (answer.outcome !== 'LISTED') return answer;
    return { ...answer, rules: answer.rules.filter(({ ruleId }) => !believedGone.get(ec2)?.has(ruleId)) };
  },
});
