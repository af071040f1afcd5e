import type { AccessRequest, Asked } from '../domain/access-request.ts';
import { automaticMinutes } from '../domain/access-request.ts';
import type { Target } from '../domain/configuration.ts';
import { emergencyRefused } from '../domain/emergencies.ts';
import { type Instant, MINUTE, toTimestamp } from '../domain/instant.ts';
import { limitReached } from '../domain/limit-reached.ts';
import { DEFAULT_LIMITS } from '../domain/limits.ts';
import { principalName } from '../domain/principal.ts';
import type { RequesterHistory } from '../domain/requester-history.ts';
import { ruleKey } from '../domain/rule-key.ts';
import type { RequestPosition } from '../ports/access-store.ts';
import type { Dependencies } from './dependencies.ts';

type LimitDependencies = Pick<Dependencies, 'store' | 'configuration'>;

export type RateLimited = { readonly outcome: 'RATE_LIMITED'; readonly detail: string };
export interface EmergencyRefused {
  readonly outcome: 'BREAK_GLASS_REFUSED';
  /** Says what would help. */
  readonly detail: string;
}
export interface AlreadyGranted {
  readonly outcome: 'ALREADY_GRANTED';
  readonly grantId: string;
  readonly expiresAt: Instant;
  readonly detail: string;
}

/** Pages that are looked through for undecided requests; these are among the newest, since they expire. */
const MOST_PAGES = 5;

export const rateLimited = (detail: string): RateLimited => ({ outcome: 'RATE_LIMITED', detail });

/** Whether one more emergency may not be: a chain of emergencies would be access that nobody ever approved. */
export const tooManyEmergencies = (
  { target, requestedAt }: Asked,
  known: readonly AccessRequest[],
): EmergencyRefused | null => {
  const detail = emergencyRefused(target, known, requestedAt);
  return detail === null ? null : { outcome: 'BREAK_GLASS_REFUSED', detail };
};

/** A standing grant for the very same access that lasts at least as long as the new one would. */
export const standingGrant = async (
  { store }: LimitDependencies,
  asked: Asked,
): Promise<AlreadyGranted | null> => {
  const keys = asked.access.permissions.map(ruleKey).join();
  const newEnd = Math.max(asked.startsAt, asked.requestedAt) + automaticMinutes(asked) * MINUTE;
  const { grants } = await store.readGroup(asked.access.group);
  const standing = grants.find(
    (grant) =>
      grant.phase === 'ACTIVE' &&
      grant.requester === principalName(asked.requester) &&
      grant.permissions.map(ruleKey).join() === keys &&
      grant.endsAt >= newEnd,
  );
  return standing
    ? {
        outcome: 'ALREADY_GRANTED',
        grantId: standing.grantId,
        expiresAt: standing.endsAt,
        detail: `${standing.grantId} gives you this access until ${toTimestamp(standing.endsAt)} already.`,
      }
    : null;
};

/** Whether the requester has or wants too much of this one target. */
export const tooMuchOfTarget = (
  { configuration }: LimitDependencies,
  { access, requestedAt }: Asked,
  target: Target,
  history: RequesterHistory,
): RateLimited | null => {
  const limits = { ...DEFAULT_LIMITS, ...configuration.limits };
  const reached = limitReached(target, access.permissions, history, limits, requestedAt);
  return reached === null ? null : rateLimited(reached);
};

/** Whether too many requests of the requester are undecided, over all targets. */
export const tooManyPending = async (
  { store, configuration }: LimitDependencies,
  requester: string,
): Promise<RateLimited | null> => {
  const most = configuration.maxPendingPerRequester;
  let pending = 0;
  let after: RequestPosition | undefined;
  for (let pages = 0; pages < MOST_PAGES && pending < most; pages += 1) {
    const page = await store.list({
      sources: [{ by: 'requester', name: requester }],
      where: { status: 'PENDING' },
      limit: 100,
      ...(after ? { after } : {}),
    });
    pending += page.items.length;
    if (page.next === null) break;
    after = page.next;
  }
  return pending < most
    ? null
    : rateLimited(
        `${pending} of your requests are undecided, and ${most} is the most at a time: cancel one, or wait.`,
      );
};
