import type { AccessRequest } from './access-request.ts';
import { type Grant, hasEnded } from './grant.ts';
import type { Instant } from './instant.ts';

/** What one requester has and wants of one target; limits ask for it. */
export interface RequesterHistory {
  /** Whether a port of the target was ever open for them. */
  readonly hadBefore: boolean;
  /** Approved and not ended, whether open yet or not. */
  readonly openGrants: readonly AccessRequest[];
  readonly pending: readonly AccessRequest[];
  /** When each request of the last hour was made, denied ones included. */
  readonly askedAt: readonly Instant[];
}

/** As policies are asked with it. */
export interface PolicyHistory {
  readonly hadBefore: boolean;
  readonly openGrants: number;
}

export const forPolicy = ({ hadBefore, openGrants }: RequesterHistory): PolicyHistory => ({
  hadBefore,
  openGrants: openGrants.length,
});

const openedAt = ({ grant }: AccessRequest): Instant | null =>
  grant !== null && 'activatedAt' in grant ? grant.activatedAt : null;

/** Whether its port was ever open. */
export const hasOpened = (request: AccessRequest): boolean => openedAt(request) !== null;

const isOver = (grant: Grant, at: Instant): boolean => hasEnded(grant) && grant.endedAt <= at;

/**
 * History as it stood at a moment, which may be long past: a policy can be tried on what was recorded.
 *
 * @param requests of one requester for one target, in any order
 */
export const historyAt = (requests: readonly AccessRequest[], at: Instant): PolicyHistory => {
  const known = requests.filter(({ requestedAt }) => requestedAt <= at);
  const openings = known.map(openedAt).filter((opening) => opening !== null);
  return {
    hadBefore: openings.some((opening) => opening <= at),
    openGrants: known.filter(
      ({ grant, decidedAt }) => grant !== null && (decidedAt ?? at) <= at && !isOver(grant, at),
    ).length,
  };
};
