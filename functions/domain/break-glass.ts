import type { AccessRequest } from './access-request.ts';
import { LOOKED_AT_WITHIN } from './approval-link.ts';
import { POSTERN } from './audit-event.ts';
import { moved } from './change.ts';
import { hasEnded, neverOpened } from './grant.ts';
import type { Instant } from './instant.ts';
import { type Aliases, isInterested } from './principal.ts';
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

/** Whether it was ended by somebody who is neither Postern nor whoever asked. */
const endedByAnother = (
  { grant, requester }: Pick<AccessRequest, 'grant' | 'requester'>,
  people: Aliases | undefined,
): boolean =>
  grant !== null &&
  hasEnded(grant) &&
  grant.ending.by !== POSTERN &&
  !isInterested(grant.ending.by, requester, people);

/**
 * Whether approvers may still say something of an emergency: the first word of what was open for as long as it takes, and
 * more for a week. Of what ended unopened there is something to say only where another ended it: a rejection ends it
 * first. What may still be rejected stays on its requester's tally.
 */
export const mayBeLookedAt = (
  request: Pick<AccessRequest, 'breakGlass' | 'status' | 'reviews' | 'grant' | 'requester' | 'requestedAt'>,
  now: Instant,
  people: Aliases | undefined,
): boolean => {
  if (!request.breakGlass || request.status !== 'APPROVED') return false;
  if (afterwardsState(request) === 'REVIEW_DUE') return true;
  const isSomething = !neverOpened(request.grant) || endedByAnother(request, people);
  return isSomething && request.requestedAt + LOOKED_AT_WITHIN > now;
};

/** What an approver says afterwards. It moves no state: a rejection ends the grant apart from this. */
export const reviewAfterwards = (
  request: AccessRequest,
  given: Review,
  people: Aliases | undefined,
): RequestTransition => {
  const { status, reviews } = request;
  if (!request.breakGlass || request.status !== 'APPROVED') return { outcome: 'ALREADY_DECIDED', status };
  if (hasReviewed(reviews, given.reviewer, people)) return { outcome: 'ALREADY_REVIEWED' };
  if (!mayBeLookedAt(request, given.reviewedAt, people)) {
    const detail = 'Nothing is left to say of this emergency: it never opened, or it was looked at long ago.';
    return { outcome: 'ALREADY_DECIDED', status, detail };
  }
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
