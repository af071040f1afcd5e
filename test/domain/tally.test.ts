import { describe, expect, it } from 'vitest';
import type { AccessRequest } from '../../functions/domain/access-request.ts';
import { DAY, HOUR, MINUTE } from '../../functions/domain/instant.ts';
import {
  emptyTally,
  historyBeside,
  historyOf,
  type Tally,
  withRequest,
} from '../../functions/domain/tally.ts';
import { anAsk, aRequest, aReview, policyOutcome, START } from '../support/request-records.ts';

const NONE = emptyTally('orders-db', 'alice@example.com');
const naming = (...known: readonly AccessRequest[]): Tally => ({
  ...NONE,
  requestIds: known.map(({ id }) => id),
  askedAt: known.map(({ requestedAt }) => requestedAt),
  version: known.length,
});

const scheduled = (requestedAt = START) => aRequest({ requestedAt, ...policyOutcome('automatic') });
const granted = (grant: NonNullable<AccessRequest['grant']>, more: Partial<AccessRequest> = {}) =>
  ({ ...scheduled(), grant, ...more }) as AccessRequest;
const active = granted({
  status: 'ACTIVE',
  minutes: 30,
  startsAt: START,
  activatedAt: START,
  expiresAt: START + 30 * MINUTE,
  rules: [],
});
const over = {
  status: 'EXPIRED',
  minutes: 30,
  startsAt: START,
  ending: { as: 'EXPIRED', by: 'postern', reason: null, detail: null },
  endedAt: START + 30 * MINUTE,
  closures: [],
  held: [],
  rules: [],
} as const;
const OPENED = { ...over, activatedAt: START, expiresAt: START + 30 * MINUTE };
const NEVER_OPENED = { ...over, activatedAt: null, expiresAt: null };

describe('a tally with one more request', () => {
  it('names it, when it was asked, and what is undecided or granted and not ended', () => {
    const known = [aRequest(), scheduled(), active];
    const asked = anAsk({ requestedAt: START + MINUTE });
    expect(withRequest(naming(...known), known, asked)).toEqual({
      ...NONE,
      requestIds: [...known.map(({ id }) => id), asked.id],
      askedAt: [START, START, START, START + MINUTE],
      hadBefore: false,
      version: 4,
    });
  });

  it('counts a denial as asked, and names it not', () => {
    const denied = anAsk(policyOutcome('denied'));
    expect(withRequest(NONE, [], denied)).toMatchObject({ requestIds: [], askedAt: [START], version: 1 });
  });

  it('forgets what was asked an hour ago, and keeps what was a moment later', () => {
    const before = { ...NONE, askedAt: [START, START + 1] };
    expect(withRequest(before, [], anAsk({ requestedAt: START + HOUR })).askedAt).toEqual([
      START + 1,
      START + HOUR,
    ]);
  });

  it.each([
    ['was open', OPENED, true],
    ['never was open', NEVER_OPENED, false],
  ])('drops a grant that has ended, and keeps for good whether it %s', (_, grant, hadBefore) => {
    const ended = granted(grant);
    const next = withRequest(naming(ended), [ended], anAsk({ requestedAt: START + HOUR }));
    expect(next).toMatchObject({ hadBefore });
    expect(next.requestIds).not.toContain(ended.id);
    expect(withRequest(next, [], anAsk())).toMatchObject({ hadBefore });
  });

  it('keeps an emergency that is over while it may speak against another, and no other grant', () => {
    const emergency = granted(OPENED, { breakGlass: true });
    const looked = granted(OPENED, { breakGlass: true, reviews: [aReview()] });
    const known = [emergency, looked, granted(OPENED)];
    const kept = (at: number) =>
      withRequest(naming(...known), known, anAsk({ requestedAt: at })).requestIds.slice(0, -1);
    expect(kept(START + HOUR)).toEqual([emergency.id, looked.id]);
    // Another approver may still reject the one that was found to be fine, by a clock that is behind.
    expect(kept(START + 7 * DAY + HOUR - 1)).toEqual([emergency.id, looked.id]);
    // Nobody looked at the other.
    expect(kept(START + 7 * DAY + HOUR)).toEqual([emergency.id]);
  });
});

describe('what a tally says', () => {
  it('is what is open, undecided, and was ever open', () => {
    const pending = aRequest();
    const known = [pending, active, granted(NEVER_OPENED)];
    const tally = naming(...known);
    expect(historyOf(tally, known)).toEqual({
      hadBefore: true,
      openGrants: [active],
      pending: [pending],
      askedAt: tally.askedAt,
    });
    expect(historyOf(tally, [pending]).hadBefore).toBe(false);
    expect(historyOf({ ...tally, hadBefore: true }, [pending]).hadBefore).toBe(true);
  });

  it('beside a request leaves itself out, and grants that were asked for later', () => {
    const [older, request, newer] = [scheduled(START - 1), scheduled(), scheduled(START + 1)];
    const known = [older, request, newer];
    const beside = (of: AccessRequest) => historyBeside(of, naming(...known), known).openGrants;
    expect(known.map(beside)).toEqual([0, 1, 2]);
  });

  it('beside two of one moment counts one of them for the other', () => {
    const known = [scheduled(), scheduled()];
    const counted = known.map((of) => historyBeside(of, naming(...known), known).openGrants);
    expect(counted).toEqual([0, 1]);
  });

  it('beside a request says whether any other was open, whenever that was asked', () => {
    const request = scheduled(START - 1);
    const beside = (...others: readonly AccessRequest[]) =>
      historyBeside(request, NONE, [request, ...others]).hadBefore;
    expect(beside()).toBe(false);
    expect(beside(active)).toBe(true);
    expect(historyBeside(active, NONE, [active]).hadBefore).toBe(false);
    expect(historyBeside(active, { ...NONE, hadBefore: true }, [active]).hadBefore).toBe(true);
  });
});
