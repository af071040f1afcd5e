import type { AccessRequest } from './access-request.ts';
import { afterwardsState } from './break-glass.ts';
import { hasEnded } from './grant.ts';
import { DAY, HOUR, type Instant, toTimestamp } from './instant.ts';

/** The emergencies of one person at one target that may still speak against another; every write is conditioned on it. */
export interface Emergencies {
  readonly target: string;
  /** As `personIn` names them, so that another mailbox of theirs is no other person. */
  readonly person: string;
  readonly requestIds: readonly string[];
  /** Rises by one with every write; 0 where nothing was ever written. */
  readonly version: number;
}

/** How long an emergency counts once it is over, and a rejection once it was said. */
export const EMERGENCY_WINDOW = DAY;
/**
 * Emergencies of one person at one target within the window, and so, as each is capped, never more than four times
 * `breakGlass.maxMinutes` of open port in any 24 hours.
 */
export const MOST_EMERGENCIES = 4;
/** Emergencies that nobody has looked at yet. */
export const MOST_UNREVIEWED = 2;

const neverOpened = ({ grant }: AccessRequest): boolean =>
  grant === null || (hasEnded(grant) && grant.activatedAt === null);

/** Whether it was open within the window, or may still come to be. */
const counts = ({ grant }: AccessRequest, now: Instant): boolean => {
  if (grant === null) return false;
  if (!hasEnded(grant)) return true;
  return grant.activatedAt !== null && grant.endedAt + EMERGENCY_WINDOW > now;
};

const isUnreviewed = (request: AccessRequest): boolean =>
  !neverOpened(request) && afterwardsState(request) === 'REVIEW_DUE';

/** When an approver last said that an emergency should not have been; null where none did. */
const rejectedAt = ({ reviews }: AccessRequest): Instant | null => {
  const moments = reviews.flatMap(({ decision, reviewedAt }) => (decision === 'REJECT' ? [reviewedAt] : []));
  return moments.length === 0 ? null : Math.max(...moments);
};

const isRejectedLately = (request: AccessRequest, now: Instant): boolean =>
  (rejectedAt(request) ?? 0) + EMERGENCY_WINDOW > now;

const OTHERWISE = 'Ask in the ordinary way, without breakGlass: an approver decides then.';

/**
 * What speaks against one more emergency, in words for whoever asks; null where nothing does.
 *
 * @param known the requests that the record names, as they are written now
 */
export const emergencyRefused = (
  target: string,
  known: readonly AccessRequest[],
  now: Instant,
): string | null => {
  const hours = EMERGENCY_WINDOW / HOUR;
  const rejected = known.filter((request) => isRejectedLately(request, now));
  if (rejected.length > 0) {
    const until = Math.max(...rejected.map((request) => rejectedAt(request) ?? 0)) + EMERGENCY_WINDOW;
    return (
      `An approver rejected your emergency ${rejected.map(({ id }) => id).join(', ')} afterwards: for ${hours} hours, ` +
      `until ${toTimestamp(until)}, you open ${target} in no other. ${OTHERWISE}`
    );
  }
  const unreviewed = known.filter(isUnreviewed);
  if (unreviewed.length >= MOST_UNREVIEWED) {
    return (
      `${unreviewed.length} emergencies of yours at ${target} wait for an approver to look at them ` +
      `(${unreviewed.map(({ id }) => id).join(', ')}), and ${MOST_UNREVIEWED} is the most: have one looked at. ${OTHERWISE}`
    );
  }
  const counted = known.filter((request) => counts(request, now));
  return counted.length < MOST_EMERGENCIES
    ? null
    : `You opened ${target} in ${counted.length} emergencies within ${hours} hours, and ${MOST_EMERGENCIES} is the most. ${OTHERWISE}`;
};

/** The record with one more emergency, and without those that speak against nothing any more. */
export const withEmergency = (
  before: Emergencies,
  known: readonly AccessRequest[],
  requestId: string,
  now: Instant,
): Emergencies => {
  const kept = known.filter(
    (request) => isUnreviewed(request) || counts(request, now) || isRejectedLately(request, now),
  );
  return { ...before, requestIds: [...kept.map(({ id }) => id), requestId], version: before.version + 1 };
};
