import { describe, expect, it } from 'vitest';
import { EMPTY_TRAIL } from '../../functions/domain/audit-event.ts';
import { HOUR, MINUTE } from '../../functions/domain/instant.ts';
import {
  cancel,
  executionResumed,
  executionStarted,
  expire,
  record,
  review,
} from '../../functions/domain/request-transitions.ts';
import {
  anAsk,
  aRequest,
  aReview,
  changeOf,
  everyHistory,
  NIGHTLY_EXPORT,
  policyOutcome,
  START,
} from '../support/records.ts';

const decisions = () =>
  Object.values(everyHistory())
    .flat()
    .map(({ after }) => after)
    .filter(({ status }) => status !== 'PENDING');

describe('a new request', () => {
  it('waits for people where policy leaves it to them', () => {
    const { before, after, event } = record(anAsk());
    expect(before).toBeNull();
    expect(after).toMatchObject({ status: 'PENDING', decidedAt: null, grant: null, reviews: [], version: 1 });
    expect(event).toMatchObject({ type: 'REQUESTED', actor: 'alice@example.com', from: null, to: 'PENDING' });
  });

  it('is approved at once where policy says so, for as long as was asked', () => {
    const { after, event } = record(anAsk({ ...policyOutcome('automatic'), startsAt: START + HOUR }));
    expect(after).toMatchObject({
      status: 'APPROVED',
      decidedAt: START,
      grant: { status: 'SCHEDULED', minutes: 30, startsAt: START + HOUR },
    });
    expect(event).toMatchObject({ type: 'REQUESTED', to: 'APPROVED/SCHEDULED' });
  });

  it('is denied at once where policy says so', () => {
    const { after, event } = record(anAsk(policyOutcome('denied')));
    expect(after).toMatchObject({ status: 'DENIED', decidedAt: START, grant: null });
    expect(event).toMatchObject({ type: 'DENIED', to: 'DENIED' });
  });

  it('has an event that says who asked for what, and which policy decided', () => {
    const asked = anAsk({ requester: NIGHTLY_EXPORT, reason: 'Nightly' });
    const { after, event } = record(asked);
    expect(event).toMatchObject({
      actor: 'machine:nightly-export',
      at: '2026-11-23T09:00:00.000Z',
      previousHash: EMPTY_TRAIL.head,
      details: {
        target: 'orders-db',
        minutes: 30,
        reason: 'Nightly',
        policy: asked.policy.version,
        determinedBy: ['ask-for-orders-db'],
        digest: asked.digest,
      },
    });
    expect(after.trail).toEqual({ length: 1, head: event?.hash });
  });
});

describe('a review', () => {
  it('that is not the last needed leaves the request pending', () => {
    const request = aRequest({ requiredApprovals: 2 });
    const { after, event } = changeOf(review(request, aReview({ comment: 'Fine', durationMinutes: 10 })));
    expect(after).toMatchObject({
      status: 'PENDING',
      grant: null,
      reviews: [{ reviewer: 'bob@example.com' }],
    });
    expect(event).toMatchObject({
      type: 'REVIEWED',
      actor: 'bob@example.com',
      from: 'PENDING',
      to: 'PENDING',
      details: { comment: 'Fine', minutes: 10 },
    });
  });

  it('that is the last needed approves, for the shortest duration left', () => {
    const request = aRequest({ requiredApprovals: 2, startsAt: START + HOUR });
    const once = changeOf(review(request, aReview({ durationMinutes: 10 }))).after;
    const given = aReview({
      reviewer: 'carol@example.com',
      durationMinutes: 20,
      reviewedAt: START + 2 * MINUTE,
    });
    const { after, event } = changeOf(review(once, given));
    expect(after).toMatchObject({
      status: 'APPROVED',
      decidedAt: START + 2 * MINUTE,
      grant: { status: 'SCHEDULED', minutes: 10, startsAt: START + HOUR },
    });
    expect(after.reviews).toEqual([...once.reviews, given]);
    expect(event).toMatchObject({
      type: 'APPROVED',
      actor: 'carol@example.com',
      to: 'APPROVED/SCHEDULED',
      details: { minutes: 20, grantedMinutes: 10 },
    });
  });

  it('that rejects ends the request', () => {
    const rejection = aReview({ decision: 'REJECT', comment: 'Not now' });
    const { after, event } = changeOf(review(aRequest({ requiredApprovals: 2 }), rejection));
    expect(after).toMatchObject({ status: 'REJECTED', decidedAt: rejection.reviewedAt, grant: null });
    expect(event).toMatchObject({ type: 'REJECTED', to: 'REJECTED', details: { comment: 'Not now' } });
  });

  it('is given once by one person', () => {
    const once = changeOf(review(aRequest({ requiredApprovals: 2 }), aReview())).after;
    expect(review(once, aReview({ decision: 'REJECT' }))).toEqual({ outcome: 'ALREADY_REVIEWED' });
  });

  it('comes too late from the moment on at which the request expires', () => {
    const request = aRequest();
    const given = (reviewedAt: number) => review(request, aReview({ reviewedAt }));
    expect(given(request.decideBy - 1)).toMatchObject({ outcome: 'CHANGED' });
    expect(given(request.decideBy)).toEqual({ outcome: 'ALREADY_DECIDED', status: 'EXPIRED' });
  });
});

describe('a pending request', () => {
  it('is taken back in the name of whoever did it', () => {
    const { after, event } = changeOf(cancel(aRequest(), 'alice@example.com', START + MINUTE));
    expect(after).toMatchObject({ status: 'CANCELLED', decidedAt: START + MINUTE, grant: null });
    expect(event).toMatchObject({ type: 'CANCELLED', actor: 'alice@example.com', to: 'CANCELLED' });
  });

  it('expires when its time to be decided is over, and not before', () => {
    const request = aRequest();
    const early = { outcome: 'STILL_DECIDABLE', decideBy: request.decideBy };
    expect(expire(request, request.decideBy - 1)).toEqual(early);
    const { after, event } = changeOf(expire(request, request.decideBy));
    expect(after).toMatchObject({ status: 'EXPIRED', decidedAt: request.decideBy, grant: null });
    expect(event).toMatchObject({ type: 'UNDECIDED', actor: 'postern', to: 'EXPIRED' });
  });

  it('keeps its reviews when it is taken back', () => {
    const reviewed = changeOf(review(aRequest({ requiredApprovals: 2 }), aReview())).after;
    const { after } = changeOf(cancel(reviewed, 'alice@example.com', START + MINUTE));
    expect(after.reviews).toEqual(reviewed.reviews);
  });
});

describe('a decided request', () => {
  it('is never decided again, whatever its state', () => {
    expect(new Set(decisions().map(({ status }) => status)).size).toBe(5);
    for (const request of decisions()) {
      const refusal = { outcome: 'ALREADY_DECIDED', status: request.status };
      expect(review(request, aReview({ reviewer: 'dave@example.com' }))).toEqual(refusal);
      expect(cancel(request, 'alice@example.com', START)).toEqual(refusal);
      expect(expire(request, request.decideBy)).toEqual(refusal);
    }
  });
});

describe('the progress of an execution', () => {
  it('is noted without an event and moves nothing but the version', () => {
    const request = aRequest();
    const started = executionStarted(request, START + 1);
    const resumed = executionResumed(started.after, START + 2);
    expect([started.event, resumed.event]).toEqual([null, null]);
    expect(resumed.after).toEqual({
      ...request,
      workflow: { startedAt: START + 1, resumedAt: START + 2 },
      version: 3,
    });
  });
});
