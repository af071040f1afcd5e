import { type AccessRequest, type Asked, automaticMinutes, type RequestStatus } from './access-request.ts';
import { chainEvent, EMPTY_TRAIL, POSTERN } from './audit-event.ts';
import { type Change, moved, noted } from './change.ts';
import type { Instant } from './instant.ts';
import { type Aliases, principalName } from './principal.ts';
import { hasReviewed, type Review, verdict } from './review.ts';
import { groupKey, ruleKey } from './rule-key.ts';

/** Each transition of a request, with the only state it may start from. All others are final. */
export const REQUEST_TRANSITIONS = {
  review: { from: 'PENDING', to: ['PENDING', 'APPROVED', 'REJECTED'] },
  cancel: { from: 'PENDING', to: ['CANCELLED'] },
  expire: { from: 'PENDING', to: ['EXPIRED'] },
} as const satisfies Record<string, { from: RequestStatus; to: readonly RequestStatus[] }>;

export interface AlreadyDecided {
  readonly outcome: 'ALREADY_DECIDED';
  readonly status: RequestStatus;
  /** Says why, where the status does not. */
  readonly detail?: string;
}

export type RequestRefusal =
  | AlreadyDecided
  | { readonly outcome: 'ALREADY_REVIEWED' }
  | { readonly outcome: 'STILL_DECIDABLE'; readonly decideBy: Instant };

export type RequestTransition = { readonly outcome: 'CHANGED'; readonly change: Change } | RequestRefusal;

const changed = (change: Change): RequestTransition => ({ outcome: 'CHANGED', change });
const decided = (request: AccessRequest): RequestTransition => ({
  outcome: 'ALREADY_DECIDED',
  status: request.status,
});

const scheduled = (asked: Pick<Asked, 'startsAt'>, minutes: number) =>
  ({ status: 'SCHEDULED', minutes, startsAt: asked.startsAt }) as const;

/** The first record of an access request: waiting for people, approved by policy, or denied by it. */
export const record = (asked: Asked): Change => {
  const at = asked.requestedAt;
  const state = {
    manual: { status: 'PENDING', decidedAt: null, grant: null },
    automatic: { status: 'APPROVED', decidedAt: at, grant: scheduled(asked, automaticMinutes(asked)) },
    denied: { status: 'DENIED', decidedAt: at, grant: null },
  } as const;
  const next = state[asked.policy.outcome];
  const asking = asked.breakGlass ? 'BREAK_GLASS_OPENED' : 'REQUESTED';
  const event = chainEvent(
    asked.id,
    EMPTY_TRAIL,
    { from: null, to: next.grant ? `${next.status}/${next.grant.status}` : next.status },
    {
      type: asked.policy.outcome === 'denied' ? 'DENIED' : asking,
      actor: principalName(asked.requester),
      at,
      details: {
        target: asked.target,
        group: groupKey(asked.access.group),
        rules: asked.access.permissions.map(ruleKey),
        ...(asked.ticket === null ? {} : { ticket: asked.ticket }),
        minutes: asked.durationMinutes,
        reason: asked.reason,
        policy: asked.policy.version,
        determinedBy: asked.policy.determinedBy,
        digest: asked.digest,
      },
    },
  );
  const after: AccessRequest = {
    ...asked,
    ...next,
    reviews: [],
    workflow: { startedAt: null, resumedAt: null },
    trail: { length: 1, head: event.hash },
    version: 1,
  };
  return { before: null, after, event };
};

/** Adds a review and, once it settles the matter, decides. That the reviewer may review is checked before. */
export const review = (request: AccessRequest, given: Review, people?: Aliases): RequestTransition => {
  if (request.status !== REQUEST_TRANSITIONS.review.from) return decided(request);
  if (given.reviewedAt >= request.decideBy) return { outcome: 'ALREADY_DECIDED', status: 'EXPIRED' };
  if (hasReviewed(request.reviews, given.reviewer, people)) return { outcome: 'ALREADY_REVIEWED' };

  const reviews = [...request.reviews, given];
  const draft = {
    actor: given.reviewer,
    at: given.reviewedAt,
    details: {
      ...(given.comment === null ? {} : { comment: given.comment }),
      ...(given.durationMinutes === null ? {} : { minutes: given.durationMinutes }),
    },
  };
  const found = verdict(request, reviews, people);
  switch (found.outcome) {
    case 'OPEN':
      return changed(
        moved(
          request,
          { status: 'PENDING', decidedAt: null, grant: null, reviews },
          { ...draft, type: 'REVIEWED' },
        ),
      );
    case 'REJECTED':
      return changed(
        moved(
          request,
          { status: 'REJECTED', decidedAt: given.reviewedAt, grant: null, reviews },
          { ...draft, type: 'REJECTED' },
        ),
      );
    case 'APPROVED':
      return changed(
        moved(
          request,
          {
            status: 'APPROVED',
            decidedAt: given.reviewedAt,
            grant: scheduled(request, found.minutes),
            reviews,
          },
          { ...draft, type: 'APPROVED', details: { ...draft.details, grantedMinutes: found.minutes } },
        ),
      );
  }
};

/** The requester takes back what nobody has decided. */
export const cancel = (request: AccessRequest, by: string, at: Instant): RequestTransition =>
  request.status === REQUEST_TRANSITIONS.cancel.from
    ? changed(
        moved(
          request,
          { status: 'CANCELLED', decidedAt: at, grant: null },
          { type: 'CANCELLED', actor: by, at },
        ),
      )
    : decided(request);

/** Nobody decided in time. */
export const expire = (request: AccessRequest, at: Instant): RequestTransition => {
  if (request.status !== REQUEST_TRANSITIONS.expire.from) return decided(request);
  if (at < request.decideBy) return { outcome: 'STILL_DECIDABLE', decideBy: request.decideBy };
  return changed(
    moved(
      request,
      { status: 'EXPIRED', decidedAt: at, grant: null },
      { type: 'UNDECIDED', actor: POSTERN, at },
    ),
  );
};

export const executionStarted = (request: AccessRequest, at: Instant): Change =>
  noted(request, { workflow: { ...request.workflow, startedAt: at } });

/** Its execution closes now: nobody else need start one. */
export const endingStarted = (request: AccessRequest): Change => {
  const { endAskedAt: _, ...workflow } = request.workflow;
  return noted(request, { workflow });
};

export const executionResumed = (request: AccessRequest, at: Instant): Change =>
  noted(request, { workflow: { ...request.workflow, resumedAt: at } });
