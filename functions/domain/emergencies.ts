import type { AccessRequest } from './access-request.ts';
import { afterwardsState, mayBeLookedAt } from './break-glass.ts';
import { hasEnded, neverOpened } from './grant.ts';
import { DAY, HOUR, type Instant, toTimestamp } from './instant.ts';
import type { Aliases } from './principal.ts';

/** How long an emergency counts once it is over, and a rejection once it was said. */
export const EMERGENCY_WINDOW = DAY;
/**
 * Emergencies of one person at one target within the window, and so, as each is capped, never more than four times
 * `breakGlass.maxMinutes` of open port in any 24 hours.
 */
export const MOST_EMERGENCIES = 4;
/** Emergencies that nobody has looked at yet. */
export const MOST_UNREVIEWED = 2;

/** Whether it was open within the window, or may still come to be. */
const counts = ({ grant }: AccessRequest, now: Instant): boolean => {
  if (grant === null || neverOpened(grant)) return false;
  return !hasEnded(grant) || grant.endedAt + EMERGENCY_WINDOW > now;
};

const isUnreviewed = (request: AccessRequest): boolean => afterwardsState(request) === 'REVIEW_DUE';

/** When an approver last said that an emergency should not have been; null where none did. */
const rejectedAt = ({ reviews }: AccessRequest): Instant | null => {
  const moments = reviews.flatMap(({ decision, reviewedAt }) => (decision === 'REJECT' ? [reviewedAt] : []));
  return moments.length === 0 ? null : Math.max(...moments);
};

const isRejectedLately = (request: AccessRequest, now: Instant): boolean =>
  (rejectedAt(request) ?? 0) + EMERGENCY_WINDOW > now;

/** Whether an approver may still reject it, by a clock that is behind this one. */
const mayBeRejected = (request: AccessRequest, now: Instant, people: Aliases | undefined): boolean =>
  mayBeLookedAt(request, now - HOUR, people);

const OTHERWISE = 'Ask in the ordinary way, without breakGlass: an approver decides then.';

/** Whether an emergency may still speak against another, by one of the rules below. */
export const mayStillRefuse = (
  emergency: AccessRequest,
  now: Instant,
  people: Aliases | undefined,
): boolean =>
  counts(emergency, now) || isRejectedLately(emergency, now) || mayBeRejected(emergency, now, people);

/**
 * What speaks against one more emergency, in words for whoever asks; null where nothing does.
 *
 * @param known the requests that the person's tally names, as they are written now; what is no emergency counts for nothing
 */
export const emergencyRefused = (
  target: string,
  known: readonly AccessRequest[],
  now: Instant,
): string | null => {
  const hours = EMERGENCY_WINDOW / HOUR;
  const emergencies = known.filter(({ breakGlass }) => breakGlass === true);
  const rejected = emergencies.filter((request) => isRejectedLately(request, now));
  if (rejected.length > 0) {
    const until = Math.max(...rejected.map((request) => rejectedAt(request) ?? 0)) + EMERGENCY_WINDOW;
    return (
      `An approver rejected your emergency ${rejected.map(({ id }) => id).join(', ')} afterwards: for ${hours} hours, ` +
      `until ${toTimestamp(until)}, you open ${target} in no other. ${OTHERWISE}`
    );
  }
  const unreviewed = emergencies.filter(isUnreviewed);
  if (unreviewed.length >= MOST_UNREVIEWED) {
    return (
      `${unreviewed.length} emergencies of yours at ${target} wait for an approver to look at them ` +
      `(${unreviewed.map(({ id }) => id).join(', ')}), and ${MOST_UNREVIEWED} is the most: have one looked at. ${OTHERWISE}`
    );
  }
  const counted = emergencies.filter((request) => counts(request, now));
  return counted.length < MOST_EMERGENCIES
    ? null
    : `You opened ${target} in ${counted.length} emergencies within ${hours} hours, and ${MOST_EMERGENCIES} is the most. ${OTHERWISE}`;
};
