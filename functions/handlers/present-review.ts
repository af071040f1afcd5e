import type { AccessRequest } from '../domain/access-request.ts';
import { toTimestamp } from '../domain/instant.ts';
import type { Review } from '../domain/review.ts';
import type { ReviewView } from './schemas/views.ts';

export const presentReview = (review: Review): ReviewView => ({
  reviewer: review.reviewer,
  decision: review.decision,
  comment: review.comment,
  durationMinutes: review.durationMinutes,
  reviewedAt: toTimestamp(review.reviewedAt),
});

/** How far the approvals of a request have come. */
export const presentApprovals = ({ reviews, requiredApprovals }: AccessRequest) => ({
  required: requiredApprovals,
  received: reviews.filter(({ decision }) => decision === 'APPROVE').length,
});
