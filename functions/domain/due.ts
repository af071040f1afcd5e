import type { AccessRequest } from './access-request.ts';
import { afterwardsState, awaitsPeople } from './break-glass.ts';
import { DAY, type Instant, MINUTE } from './instant.ts';
import { noticesOf } from './mail-order.ts';

/** How long the normal path may take before the timekeeper does its work. */
export const GRACE = MINUTE;
/**
 * A grant that is not activated this long after its start (or its approval) never will be. Longer than it may take to prove
 * that an earlier rule of the same key is gone, for which it waits.
 */
export const ACTIVATION_WINDOW = 30 * MINUTE;

/** An emergency must be heard of by then, be it that the stream does not flow by which it is published. */
export const HEARD_OF_WITHIN = 5 * MINUTE;

/** A grant that is shorter is over before a word of its end helps anybody. */
export const SHORTEST_WITH_NOTICE = 20;

export type DueKind =
  | 'START_EXECUTION'
  | 'START_ENDING'
  | 'EXPIRE'
  | 'RESUME_EXECUTION'
  | 'GIVE_UP_ACTIVATION'
  | 'REMIND'
  | 'ESCALATE'
  | 'MENTION_ENDING'
  | 'MENTION_REVIEW_DUE'
  | 'SIGNAL_EMERGENCY';
export interface Due {
  readonly kind: DueKind;
  readonly at: Instant;
}

/** What people are told once more, unless they were. */
const notices = (request: AccessRequest): readonly Due[] => {
  const { grant, reminding } = request;
  if (reminding === undefined) return [];
  const { remindedAt, escalatedAt, endingSoonAt } = noticesOf(request);
  const { remindAt, escalateAt, endingSoonMinutes } = reminding;
  const due = (kind: DueKind, at: Instant | null, doneAt: Instant | null): readonly Due[] =>
    at === null || doneAt !== null ? [] : [{ kind, at }];
  const ending = (): readonly Due[] =>
    grant?.status !== 'ACTIVE' ||
    endingSoonMinutes === null ||
    grant.minutes < Math.max(SHORTEST_WITH_NOTICE, endingSoonMinutes + 1)
      ? []
      : due('MENTION_ENDING', grant.expiresAt - endingSoonMinutes * MINUTE, endingSoonAt);
  return [
    ...(awaitsPeople(request)
      ? [...due('REMIND', remindAt, remindedAt), ...due('ESCALATE', escalateAt, escalatedAt)]
      : []),
    ...ending(),
  ];
};

/** Whatever became of it by then: that somebody opened a port without approval is to be known. */
const unheard = (request: AccessRequest): readonly Due[] =>
  request.breakGlass && request.status === 'APPROVED' && noticesOf(request).emergencySignalledAt === null
    ? [{ kind: 'SIGNAL_EMERGENCY', at: request.requestedAt + HEARD_OF_WITHIN }]
    : [];

/** An emergency that nobody looks at is mentioned once people had as long as for deciding, and then every day. */
const missedReview = (request: AccessRequest): readonly Due[] => {
  if (afterwardsState(request) !== 'REVIEW_DUE') return [];
  const { reviewMissedAt } = noticesOf(request);
  return [
    { kind: 'MENTION_REVIEW_DUE', at: reviewMissedAt === null ? request.decideBy : reviewMissedAt + DAY },
  ];
};

/** The request's own execution waits for the end that was granted: an earlier one has an execution of its own. */
const early = ({ grant, workflow }: AccessRequest): readonly Due[] => {
  const isClosing = grant?.status === 'REVOKING' || grant?.status === 'REVOKE_FAILED';
  return isClosing && workflow.endAskedAt !== undefined
    ? [{ kind: 'START_ENDING', at: workflow.endAskedAt + GRACE }]
    : [];
};

/** Everything that must happen to this request because time passes, in no order. */
export const duties = (request: AccessRequest): readonly Due[] => {
  const { status, grant, workflow } = request;
  const waiting = status === 'PENDING' || (status === 'APPROVED' && grant.status === 'SCHEDULED');
  const decidedByPeople = request.policy.outcome === 'manual' && request.decidedAt !== null;
  return [
    ...(waiting && workflow.startedAt === null
      ? [{ kind: 'START_EXECUTION' as const, at: request.requestedAt + GRACE }]
      : []),
    ...(status === 'PENDING' ? [{ kind: 'EXPIRE' as const, at: request.decideBy }] : []),
    ...(decidedByPeople && workflow.startedAt !== null && workflow.resumedAt === null
      ? [{ kind: 'RESUME_EXECUTION' as const, at: request.decidedAt + GRACE }]
      : []),
    ...(status === 'APPROVED' && grant.status === 'SCHEDULED'
      ? [
          {
            kind: 'GIVE_UP_ACTIVATION' as const,
            at: Math.max(grant.startsAt, request.decidedAt) + ACTIVATION_WINDOW,
          },
        ]
      : []),
    ...early(request),
    // Behind what decides: nobody is reminded of what has just expired.
    ...notices(request),
    ...missedReview(request),
    ...unheard(request),
  ];
};

/** When the timekeeper must next look at the request; null once nothing is left to happen by time. */
export const dueAt = (request: AccessRequest): Instant | null => {
  const all = duties(request).map(({ at }) => at);
  return all.length === 0 ? null : Math.min(...all);
};
