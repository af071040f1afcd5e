import { jsonAnswer } from '../../runtime/http/answer.ts';
import { problemOf } from '../../runtime/http/problem-of.ts';
import { cancelRequest } from '../../use-cases/cancel-request.ts';
import { reviewBreakGlass } from '../../use-cases/review-afterwards.ts';
import { reviewRequest } from '../../use-cases/review-request.ts';
import { revokeGrant } from '../../use-cases/revoke-grant.ts';
import type { ApiDependencies, Operations } from './operation.ts';
import { presentRequest } from './present-request.ts';

type Names = 'reviewRequest' | 'cancelRequest' | 'revokeGrant';

export const decisionOperations = (dependencies: ApiDependencies): Operations<Names> => {
  const { configuration } = dependencies;
  const review = reviewRequest(dependencies);
  const reviewAfterwards = reviewBreakGlass(dependencies);
  const cancel = cancelRequest(dependencies);
  const revoke = revokeGrant(dependencies);

  return {
    reviewRequest: async ({ caller, id, body }) => {
      const { decision, comment = null, durationMinutes = null } = body;
      const command = { caller, id, decision, comment, durationMinutes };
      const reviewed = (await reviewAfterwards(command)) ?? (await review(command));
      return reviewed.outcome === 'REVIEWED'
        ? jsonAnswer(200, presentRequest(reviewed.request, caller, configuration))
        : problemOf(reviewed);
    },

    cancelRequest: async ({ caller, id }) => {
      const cancelled = await cancel({ caller, id });
      return cancelled.outcome === 'CANCELLED'
        ? jsonAnswer(200, presentRequest(cancelled.request, caller, configuration))
        : problemOf(cancelled);
    },

    revokeGrant: async ({ caller, id }) => {
      const revoked = await revoke({ caller, id });
      return revoked.outcome === 'ACCEPTED'
        ? jsonAnswer(202, presentRequest(revoked.request, caller, configuration))
        : problemOf(revoked);
    },
  };
};
