import type { AccessRequest } from './access-request.ts';
import { type Grant, hasEnded } from './grant.ts';
import type { Instant } from './instant.ts';

/** What one requester had of one target before a moment; policies and limits ask for it. */
export interface RequesterHistory {
  /** Whether a port of the target was ever open for them. */
  readonly hadBefore: boolean;
  /** Approved and not ended, whether open yet or not. */
  readonly openGrants: readonly AccessRequest[];
  readonly pending: readonly AccessRequest[];
  /** When each request was made, denied ones included. */
  readonly askedAt: readonly Instant[];
}

const wasOpened = (grant: Grant, at: Instant): boolean =>
  'activatedAt' in grant && grant.activatedAt !== null && grant.activatedAt <= at;

const isOver = (grant: Grant, at: Instant): boolean => hasEnded(grant) && grant.endedAt <= at;

/**
 * History as it stood at a moment, which may be long past: a policy can be tried on what was recorded.
 *
 * @param requests of one requester for one target, in any order
 */
export const historyAt = (requests: readonly AccessRequest[], at: Instant): RequesterHistory => {
  const known = requests.filter(({ requestedAt }) => requestedAt <= at);
  return {
    hadBefore: known.some(({ grant }) => grant !== null && wasOpened(grant, at)),
    openGrants: known.filter(
      ({ grant, decidedAt }) => grant !== null && (decidedAt ?? at) <= at && !isOver(grant, at),
    ),
    pending: known.filter(({ decidedAt }) => decidedAt === null || decidedAt > at),
    askedAt: known.map(({ requestedAt }) => requestedAt),
  };
};
