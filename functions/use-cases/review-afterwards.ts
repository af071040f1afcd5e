import { reviewAfterwards } from '../domain/break-glass.ts';
import { reviewRight } from '../domain/entitlement.ts';
import { hasEnded } from '../domain/grant.ts';
import { principalName } from '../domain/principal.ts';
import type { Review } from '../domain/review.ts';
import { changeRequest } from './change-request.ts';
import type { ReviewCommand, ReviewOutcome } from './review-request.ts';
import { type RevokeDependencies, revokeGrant } from './revoke-grant.ts';

/**
 * An approver's word on what was opened in an emergency; null where the request is no such one, or the caller no
 * approver of it: that is the matter of `review-request.ts`. A rejection ends the grant first: should this stop in
 * between, the port is shut and the review still due, and not the other way round.
 */
export const reviewBreakGlass = (dependencies: RevokeDependencies) => {
  const { store, clock, configuration } = dependencies;
  const revoke = revokeGrant(dependencies);
  return async (command: ReviewCommand): Promise<ReviewOutcome | null> => {
    const { caller, id, decision, comment, durationMinutes, spendLink } = command;
    const request = await store.read(id);
    if (!request?.breakGlass || request.status !== 'APPROVED') return null;
    if (reviewRight(request, caller, configuration) !== 'MAY_REVIEW') return null;
    if (durationMinutes !== null) {
      const message = 'An emergency is looked at, and not made shorter: leave this out; a rejection ends it';
      return { outcome: 'INVALID', problems: [{ path: 'durationMinutes', message }] };
    }
    const given: Review = {
      reviewer: principalName(caller),
      decision,
      comment,
      durationMinutes: null,
      reviewedAt: clock.now(),
    };
    const before = reviewAfterwards(request, given, configuration.people);
    if (before.outcome === 'ALREADY_REVIEWED' || before.outcome === 'ALREADY_DECIDED') return before;
    if (decision === 'REJECT' && !hasEnded(request.grant)) await revoke({ caller, id });
    const result = await changeRequest<ReviewOutcome>(store, id, (current) => {
      const reviewed = reviewAfterwards(current, given, configuration.people);
      if (reviewed.outcome === 'CHANGED') {
        return { change: reviewed.change, ...(spendLink ? { with: { spendLink } } : {}) };
      }
      if (reviewed.outcome === 'STILL_DECIDABLE') throw new Error('A review afterwards is never too early');
      return { refusal: reviewed };
    });
    if ('missing' in result) return { outcome: 'NOT_FOUND' };
    return 'refusal' in result ? result.refusal : { outcome: 'REVIEWED', request: result.changed };
  };
};
