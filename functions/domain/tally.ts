import type { AccessRequest, Asked } from './access-request.ts';
import { mayStillRefuse } from './emergencies.ts';
import { hasEnded } from './grant.ts';
import { HOUR, type Instant } from './instant.ts';
import type { Aliases } from './principal.ts';
import type { PolicyHistory, RequesterHistory } from './requester-history.ts';
import { hasOpened } from './requester-history.ts';

/**
 * What one person has and wants of one target, as far as it may still count. Every request of theirs is written together
 * with it, on condition of its version: of two at once, the later counts the earlier.
 */
export interface Tally {
  readonly target: string;
  /** As `personIn` names them, so that another mailbox of theirs is no other person. */
  readonly person: string;
  /**
   * Requests that are undecided, granted and not ended, or emergencies that may still speak against another. Never more
   * than `openGrants` and `pendingRequests` of {@link Limits} together, and the emergencies of a week: four in any 24 hours,
   * and those that an approver or admin ended before they opened.
   */
  readonly requestIds: readonly string[];
  /** When each request of the last hour was made, denied ones included: at most as many as `requestsPerHour`. */
  readonly askedAt: readonly Instant[];
  /** Whether a port of the target was ever open for them by a request that is no longer named here. */
  readonly hadBefore: boolean;
  /** Rises by one with every write; 0 where nothing was ever written. */
  readonly version: number;
}

export const emptyTally = (target: string, person: string): Tally => ({
  target,
  person,
  requestIds: [],
  askedAt: [],
  hadBefore: false,
  version: 0,
});

const isPending = ({ status }: AccessRequest): boolean => status === 'PENDING';
const isOpenGrant = ({ grant }: AccessRequest): boolean => grant !== null && !hasEnded(grant);
const isEmergency = ({ breakGlass }: AccessRequest): boolean => breakGlass === true;

const mayCount = (request: AccessRequest, now: Instant, people: Aliases | undefined): boolean =>
  isPending(request) ||
  isOpenGrant(request) ||
  (isEmergency(request) && mayStillRefuse(request, now, people));

const isOlder = (a: AccessRequest, b: AccessRequest): boolean =>
  a.requestedAt < b.requestedAt || (a.requestedAt === b.requestedAt && a.id < b.id);

/**
 * The tally with one more request, and without what counts no more.
 *
 * @param known the requests that it names, as they are written now
 */
export const withRequest = (
  before: Tally,
  known: readonly AccessRequest[],
  asked: Asked,
  people?: Aliases,
): Tally => {
  const now = asked.requestedAt;
  const kept = known.filter((request) => mayCount(request, now, people));
  const dropped = known.filter((request) => !kept.includes(request));
  // A denial counts as asked, and is over at once.
  const added = asked.policy.outcome === 'denied' ? [] : [asked.id];
  return {
    ...before,
    requestIds: [...kept.map(({ id }) => id), ...added],
    askedAt: [...before.askedAt.filter((at) => at > now - HOUR), now],
    hadBefore: before.hadBefore || dropped.some(hasOpened),
    version: before.version + 1,
  };
};

/** @param known the requests that the tally names, as they are written now */
export const historyOf = (tally: Tally, known: readonly AccessRequest[]): RequesterHistory => ({
  hadBefore: tally.hadBefore || known.some(hasOpened),
  openGrants: known.filter(isOpenGrant),
  pending: known.filter(isPending),
  askedAt: tally.askedAt,
});

const hasStarted = ({ grant }: AccessRequest): boolean => grant !== null && grant.status !== 'SCHEDULED';

/**
 * History beside one request that was made already, for asking of it again. Of two that have not started, only the one that
 * was asked for first counts against the other: else each would speak against the other.
 */
export const historyBeside = (
  request: AccessRequest,
  tally: Tally,
  known: readonly AccessRequest[],
): PolicyHistory => {
  const others = known.filter(({ id }) => id !== request.id);
  const { hadBefore, openGrants } = historyOf(tally, others);
  return {
    hadBefore,
    openGrants: openGrants.filter((other) => hasStarted(other) || isOlder(other, request)).length,
  };
};
