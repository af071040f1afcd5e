import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccessRequest } from '../../functions/domain/access-request.ts';
import { firstBrokenLink } from '../../functions/domain/audit-event.ts';
import type { Change } from '../../functions/domain/change.ts';
import { MINUTE } from '../../functions/domain/instant.ts';
import { cancel, executionStarted, expire, review } from '../../functions/domain/request-transitions.ts';
import { aNewRequest, aReview, START } from '../support/records.ts';

/** Anything that people and time may try, in any order, possible or not. */
const anAttempt = fc.oneof(
  fc.record({
    kind: fc.constant('REVIEW' as const),
    reviewer: fc.constantFrom('bob@example.com', 'carol@example.com', 'dave@example.com'),
    decision: fc.constantFrom('APPROVE' as const, 'APPROVE' as const, 'REJECT' as const),
    durationMinutes: fc.option(fc.integer({ min: 1, max: 30 })),
  }),
  fc.record({ kind: fc.constantFrom('CANCEL' as const, 'EXPIRE' as const, 'NOTE' as const) }),
);
type Attempt = typeof anAttempt extends fc.Arbitrary<infer Value> ? Value : never;

const attempted = (request: AccessRequest, attempt: Attempt, at: number): Change | undefined => {
  if (attempt.kind === 'NOTE') return executionStarted(request, at);
  const { kind, ...given } = attempt;
  const tried = {
    REVIEW: () => review(request, aReview({ ...given, reviewedAt: at })),
    CANCEL: () => cancel(request, 'alice@example.com', at),
    EXPIRE: () => expire(request, at),
  }[kind]();
  return tried.outcome === 'CHANGED' ? tried.change : undefined;
};

const aLife = fc
  .record({
    requiredApprovals: fc.integer({ min: 1, max: 3 }),
    attempts: fc.array(anAttempt, { maxLength: 12 }),
  })
  .map(({ requiredApprovals, attempts }) => {
    const changes = [aNewRequest({ requiredApprovals, decideBy: START + 9 * MINUTE })];
    for (const [index, attempt] of attempts.entries()) {
      const change = attempted((changes.at(-1) as Change).after, attempt, START + (index + 1) * MINUTE);
      if (change) changes.push(change);
    }
    return changes;
  });

describe('whatever people and time try on a request', () => {
  it('it has at most one outcome, which never changes', () => {
    fc.assert(
      fc.property(aLife, (changes) => {
        const decided = changes.map(({ after }) => after).filter(({ status }) => status !== 'PENDING');
        expect(
          new Set(decided.map(({ status, decidedAt }) => `${status} ${decidedAt}`)).size,
        ).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('each transition has one event, chained to the one before, from where that one led', () => {
    fc.assert(
      fc.property(aLife, (changes) => {
        const events = changes.flatMap(({ event }) => event ?? []);
        expect(firstBrokenLink(events)).toBeUndefined();
        expect(events.slice(1).map(({ from }) => from)).toEqual(events.slice(0, -1).map(({ to }) => to));
        const { after } = changes.at(-1) as Change;
        expect(after.trail).toEqual({ length: events.length, head: events.at(-1)?.hash });
      }),
    );
  });

  it('each write raises the version by one, from the record that it was made from', () => {
    fc.assert(
      fc.property(aLife, (changes) => {
        expect(changes.map(({ after }) => after.version)).toEqual(changes.map((_, index) => index + 1));
        expect(changes.map(({ before }) => before)).toEqual([
          null,
          ...changes.slice(0, -1).map(({ after }) => after),
        ]);
      }),
    );
  });

  it('what was asked stays as it was asked', () => {
    fc.assert(
      fc.property(aLife, (changes) => {
        const moving = { status: 0, decidedAt: 0, grant: 0, reviews: 0, workflow: 0, trail: 0, version: 0 };
        const asked = changes.map(({ after }) => ({ ...after, ...moving }));
        expect(asked).toEqual(asked.map(() => asked[0]));
      }),
    );
  });
});
