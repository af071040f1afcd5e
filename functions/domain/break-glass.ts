import type { AccessRequest } from './access-request.ts';
import { moved } from './change.ts';
import { neverOpened } from './grant.ts';
import type { Aliases } from './principal.ts';
import type { RequestTransition } from './request-transitions.ts';
import { hasReviewed, type Review } from './review.ts';

/** Whether an approver has looked at what was opened in an emergency; null where there is nothing to look at. */
export const afterwardsState = (
  request: Pick<AccessRequest, 'breakGlass' | 'status' | 'reviews' | 'grant'>,
): 'REVIEW_DUE' | 'REVIEWED' | null => {
  if (!request.breakGlass || request.status !== 'APPROVED') return null;
  if (request.reviews.length > 0) return 'REVIEWED';
  return neverOpened(request.grant) ? null : 'REVIEW_DUE';
};

/** Whether people still have something to say to it: to decide, or, after an emergency, to look at it. */
export const awaitsPeople = (
  request: Pick<AccessRequest, 'breakGlass' | 'status' | 'reviews' | 'grant'>,
): boolean => request.status === 'PENDING' || afterwardsState(request) === 'REVIEW_DUE';

/** What an approver says afterwards. It moves no state: a rejection ends the grant apart from this. */
export const reviewAfterwards = (
  request: AccessRequest,
  given: Review,
  people: Aliases | undefined,
): RequestTransition => {
  const { status, reviews } = request;
  if (!request.breakGlass || request.status !== 'APPROVED') return { outcome: 'ALREADY_DECIDED', status };
  if (hasReviewed(reviews, given.reviewer, people)) return { outcome: 'ALREADY_REVIEWED' };
  const { decidedAt, grant } = request;
  return {
    outcome: 'CHANGED',
    change: moved(
      request,
      { status: request.status, decidedAt, grant, reviews: [...reviews, given] },
      {
        type: 'BREAK_GLASS_REVIEWED',
        actor: given.reviewer,
        at: given.reviewedAt,
        details: {
          decision: given.decision,
          ...(given.comment === null ? {} : { comment: given.comment }),
        },
      },
    ),
  };
};
