import type { AccessRequest, RequestedAccess } from '../../domain/access-request.ts';
import { afterwardsState } from '../../domain/break-glass.ts';
import type { Configuration } from '../../domain/configuration.ts';
import { isAuditor, reviewRight } from '../../domain/entitlement.ts';
import { type Grant, hasEnded, wasOpen } from '../../domain/grant.ts';
import { type Instant, toTimestamp } from '../../domain/instant.ts';
import { noticesOf } from '../../domain/mail-order.ts';
import { type Principal, principalName } from '../../domain/principal.ts';
import type { ForeseenRequest } from '../../use-cases/foresee-request.ts';
import type { OpenGrant } from '../../use-cases/list-grants.ts';
import { presentApprovals, presentReview } from '../present-review.ts';
import type { ForeseenView, GrantView, RequestView } from '../schemas/views.ts';

const time = (at: Instant | null): string | null => (at === null ? null : toTimestamp(at));

const sourceText = ({ permissions }: RequestedAccess): string =>
  [...new Set(permissions.map(({ source }) => source))].join(', ');

const presentGrant = (grant: Grant): GrantView => {
  const opened = 'activatedAt' in grant ? grant : { activatedAt: null, expiresAt: null, rules: [] };
  const ending = 'ending' in grant ? grant.ending : { reason: null, detail: null };
  const ended = hasEnded(grant) ? grant : { endedAt: null, closures: [], held: [] };
  return {
    status: grant.status,
    statusReason: grant.status === 'REVOKE_FAILED' ? grant.lastError : ending.reason,
    statusDetail: ending.detail,
    nextTryAt: grant.status === 'REVOKE_FAILED' ? toTimestamp(grant.nextTryAt) : null,
    durationMinutes: grant.minutes,
    startsAt: toTimestamp(grant.startsAt),
    activatedAt: time(opened.activatedAt),
    expiresAt: time(opened.expiresAt),
    endedAt: time(ended.endedAt),
    rules: [...(grant.status === 'REVOKE_FAILED' ? (grant.openRules ?? opened.rules) : opened.rules)],
    closures: ended.closures.map(({ ruleId, settledAt, evidence, otherWaysIn }) => ({
      ruleId,
      settledAt: toTimestamp(settledAt),
      evidence,
      otherWaysIn: otherWaysIn?.map((way) => ({ ...way })) ?? null,
    })),
    heldByGrants: ended.held.map(({ byGrant }) => byGrant),
    sessions: hasEnded(grant) && wasOpen(grant) ? 'may-continue' : null,
  };
};

/** Who else could decide is for those who decide or audit; the one who asked need not know whom to talk into it. */
const seesApprovers = (request: AccessRequest, viewer: Principal, configuration: Configuration): boolean =>
  isAuditor(viewer, configuration) || reviewRight(request, viewer, configuration) === 'MAY_REVIEW';

const presentPolicy = ({ outcome, version, determinedBy, reasons }: AccessRequest['policy']) => ({
  outcome,
  version,
  determinedBy: [...determinedBy],
  // Records of before policies had any.
  reasons: [...(reasons ?? [])],
});

/** What would become of a request, as the API says it. */
export const presentForeseen = (request: ForeseenRequest): ForeseenView => ({
  target: request.target,
  durationMinutes: request.durationMinutes,
  longestMinutes: request.longestMinutes,
  source: sourceText(request.access),
  approvals: { required: request.requiredApprovals },
  policy: presentPolicy(request.policy),
});

/** A request as the API shows it to somebody who may see it. */
export const presentRequest = (
  request: AccessRequest,
  viewer: Principal,
  configuration: Configuration,
): RequestView => {
  const { approvers, policy } = request;
  const { asked, notified } = noticesOf(request);
  return {
    id: request.id,
    status: request.status,
    target: request.target,
    requester: principalName(request.requester),
    durationMinutes: request.durationMinutes,
    reason: request.reason,
    ticket: request.ticket,
    source: sourceText(request.access),
    requestedAt: toTimestamp(request.requestedAt),
    startsAt: toTimestamp(request.startsAt),
    decideBy: toTimestamp(request.decideBy),
    decidedAt: time(request.decidedAt),
    approvals: {
      ...presentApprovals(request),
      ...(seesApprovers(request, viewer, configuration) ? { approvers: [...approvers] } : {}),
    },
    approvers: asked === null ? null : { notified: notified.length, of: asked },
    breakGlass: request.breakGlass ?? false,
    afterwards: afterwardsState(request),
    policy: presentPolicy(policy),
    reviews: request.reviews.map(presentReview),
    grant: request.grant && presentGrant(request.grant),
  };
};

/** A request whose port may be open, with the rules that may stand now and not those that once did. */
export const presentOpenGrant = (
  { request, rules }: OpenGrant,
  viewer: Principal,
  configuration: Configuration,
): RequestView => {
  const view = presentRequest(request, viewer, configuration);
  return { ...view, grant: view.grant && { ...view.grant, rules: [...rules] } };
};
