import type { Instant } from './instant.ts';
import { type Aliases, personIn } from './principal.ts';

/** One approver's decision on a request. */
export interface Review {
  /** Canonical mailbox. */
  readonly reviewer: string;
  readonly decision: 'APPROVE' | 'REJECT';
  readonly comment: string | null;
  /** Minutes that this reviewer leaves of what was asked; null for all of them. */
  readonly durationMinutes: number | null;
  readonly reviewedAt: Instant;
}

/** The one of these reviews that this person has given, by whichever of their mailboxes. */
export const reviewOf = <Given extends Pick<Review, 'reviewer'>>(
  reviews: readonly Given[],
  mailbox: string,
  people: Aliases | undefined,
): Given | undefined =>
  reviews.find(({ reviewer }) => personIn(people, reviewer) === personIn(people, mailbox));

/** Whether this person has given one of these reviews. */
export const hasReviewed = (
  reviews: readonly Pick<Review, 'reviewer'>[],
  mailbox: string,
  people: Aliases | undefined,
): boolean => reviewOf(reviews, mailbox, people) !== undefined;

export type Verdict =
  | { readonly outcome: 'OPEN'; readonly received: number }
  | { readonly outcome: 'APPROVED'; readonly minutes: number }
  | { readonly outcome: 'REJECTED' };

/** One rejection ends it; enough approvals open the narrowest duration that any of them left. */
export const verdict = (
  request: { readonly durationMinutes: number; readonly requiredApprovals: number },
  reviews: readonly Review[],
  people?: Aliases,
): Verdict => {
  if (reviews.some(({ decision }) => decision === 'REJECT')) return { outcome: 'REJECTED' };
  const received = new Set(reviews.map(({ reviewer }) => personIn(people, reviewer))).size;
  if (received < request.requiredApprovals) return { outcome: 'OPEN', received };
  const minutes = Math.min(
    request.durationMinutes,
    ...reviews.flatMap(({ durationMinutes }) => (durationMinutes === null ? [] : [durationMinutes])),
  );
  return { outcome: 'APPROVED', minutes };
};
