import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Review, verdict } from '../../functions/domain/review.ts';
import { aReview } from '../support/records.ts';

const REVIEWERS = ['bob@example.com', 'carol@example.com', 'dave@example.com', 'erin@example.com'];
const ASKED = { durationMinutes: 60, requiredApprovals: 2 };

const someReviews: fc.Arbitrary<Review[]> = fc.uniqueArray(
  fc.record({
    reviewer: fc.constantFrom(...REVIEWERS),
    decision: fc.constantFrom('APPROVE', 'REJECT'),
    comment: fc.constant(null),
    durationMinutes: fc.option(fc.integer({ min: 1, max: 120 })),
    reviewedAt: fc.nat(),
  }),
  { selector: ({ reviewer }) => reviewer },
);
const someApprovals = someReviews.map((reviews) =>
  reviews.map((review) => ({ ...review, decision: 'APPROVE' as const })),
);
const asked = fc.record({
  durationMinutes: fc.integer({ min: 1, max: 120 }),
  requiredApprovals: fc.integer({ min: 1, max: 4 }),
});

describe('the verdict on a request', () => {
  it('is open until enough people approve', () => {
    expect(verdict(ASKED, [])).toEqual({ outcome: 'OPEN', received: 0 });
    expect(verdict(ASKED, [aReview()])).toEqual({ outcome: 'OPEN', received: 1 });
    const two = [aReview(), aReview({ reviewer: 'carol@example.com' })];
    expect(verdict(ASKED, two)).toEqual({ outcome: 'APPROVED', minutes: 60 });
  });

  it('counts a person once', () => {
    expect(verdict(ASKED, [aReview(), aReview()])).toEqual({ outcome: 'OPEN', received: 1 });
  });

  it('leaves the shortest duration that anyone left, and no more than was asked', () => {
    const left = (...minutes: (number | null)[]) =>
      verdict(
        ASKED,
        minutes.map((durationMinutes, index) =>
          aReview({ durationMinutes, reviewer: `${index}@example.com` }),
        ),
      );
    expect(left(null, 20)).toEqual({ outcome: 'APPROVED', minutes: 20 });
    expect(left(45, 20, null)).toEqual({ outcome: 'APPROVED', minutes: 20 });
    expect(left(90, null)).toEqual({ outcome: 'APPROVED', minutes: 60 });
  });

  it('is a rejection as soon as one person rejects, whoever approved', () => {
    fc.assert(
      fc.property(asked, someReviews, (request, reviews) => {
        const rejected = reviews.some(({ decision }) => decision === 'REJECT');
        expect(verdict(request, reviews).outcome === 'REJECTED').toBe(rejected);
      }),
    );
  });

  it('does not depend on the order in which people decided', () => {
    const shuffled = someReviews.chain((reviews) =>
      fc.record({
        reviews: fc.constant(reviews),
        otherwise: fc.shuffledSubarray(reviews, { minLength: reviews.length }),
      }),
    );
    fc.assert(
      fc.property(asked, shuffled, (request, { reviews, otherwise }) => {
        expect(verdict(request, otherwise)).toEqual(verdict(request, reviews));
      }),
    );
  });

  it('is an approval exactly from the required number of people on', () => {
    fc.assert(
      fc.property(asked, someApprovals, (request, reviews) => {
        const enough = reviews.length >= request.requiredApprovals;
        expect(verdict(request, reviews).outcome).toBe(enough ? 'APPROVED' : 'OPEN');
      }),
    );
  });

  it('never gives longer than was asked, nor than any approver left', () => {
    fc.assert(
      fc.property(asked, someApprovals, (request, reviews) => {
        const found = verdict(request, reviews);
        if (found.outcome !== 'APPROVED') return;
        const limits = [
          request.durationMinutes,
          ...reviews.map(({ durationMinutes }) => durationMinutes ?? Infinity),
        ];
        expect(found.minutes).toBe(Math.min(...limits));
      }),
    );
  });
});
