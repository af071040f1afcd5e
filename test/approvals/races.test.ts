import { expect, it } from 'vitest';
import type { Configuration } from '../../functions/domain/configuration.ts';
import { MINUTE } from '../../functions/domain/instant.ts';
import { type ReviewOutcome, reviewRequest } from '../../functions/use-cases/review-request.ts';
import { aNewRequest } from '../support/request-records.ts';
import { aConfiguration, aWorld, ORDERS, person } from '../support/world.ts';

const APPROVERS = Array.from({ length: 50 }, (_, index) => `approver-${index}`);
const ROUNDS = 1_000;
const OUTCOMES = ['APPROVED', 'REJECTED'];

const configuration: Configuration = aConfiguration({
  targets: [{ ...ORDERS, approvers: APPROVERS.map((name) => `${name}@example.com`) }],
});

it('50 approvers who race on one request, 1,000 times: each request has one outcome, and it stays', async () => {
  const { store, dependencies, clock } = aWorld(configuration);
  const review = reviewRequest(dependencies);
  const found = { APPROVED: 0, REJECTED: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const now = clock.now();
    const change = aNewRequest({
      requestedAt: now,
      decideBy: now + 60 * MINUTE,
      requiredApprovals: 1 + (round % 3),
    });
    await store.commit({ changes: [change] });
    const { id } = change.after;
    // Another one is first each round, and another mix of decisions.
    const answers: readonly ReviewOutcome[] = await Promise.all(
      APPROVERS.map((_, index) => {
        const place = (index + round) % APPROVERS.length;
        const isApproval = (index * 31 + round * 17) % 4 !== 0;
        return review({
          caller: person(`approver-${place}`),
          id,
          decision: isApproval ? 'APPROVE' : 'REJECT',
          comment: null,
          durationMinutes: isApproval ? 1 + (place % 30) : null,
        });
      }),
    );
    const request = await store.read(id);
    const events = await store.events(id);
    const outcomes = events.filter(({ type }) => OUTCOMES.includes(type));
    expect(outcomes.map(({ type }) => type)).toEqual([request?.status]);
    expect(events.at(-1)).toBe(outcomes[0]);
    const taken = answers.filter(({ outcome }) => outcome === 'REVIEWED');
    expect(taken).toHaveLength(request?.reviews.length ?? 0);
    const refused = answers.filter(({ outcome }) => outcome !== 'REVIEWED');
    expect(new Set(refused.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ outcome: 'ALREADY_DECIDED', status: request?.status })]),
    );
    found[request?.status as keyof typeof found] += 1;
  }
  expect(found.APPROVED + found.REJECTED).toBe(ROUNDS);
  expect(Math.min(found.APPROVED, found.REJECTED)).toBeGreaterThan(ROUNDS / 10);
}, 60_000);
