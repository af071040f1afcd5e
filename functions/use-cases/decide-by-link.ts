import type { AccessRequest } from '../domain/access-request.ts';
import {
  CODE_SHAPE,
  hashDecision,
  isUsable,
  sameHash,
  TRIES_PER_APPROVER,
  TRIES_PER_LINK,
} from '../domain/approval-link.ts';
import { afterwardsState, mayBeLookedAt } from '../domain/break-glass.ts';
import type { SignIn } from '../domain/configuration.ts';
import { isSharedMailbox, reviewRight } from '../domain/entitlement.ts';
import type { Principal } from '../domain/principal.ts';
import type { AlreadyDecided } from '../domain/request-transitions.ts';
import type { Review } from '../domain/review.ts';
import type { Dependencies } from './dependencies.ts';
import type { FieldProblem } from './field-problem.ts';
import { findLink } from './preview-link.ts';
import { reviewBreakGlass } from './review-afterwards.ts';
import { reviewRequest } from './review-request.ts';
import type { RevokeDependencies } from './revoke-grant.ts';
import { tellExhausted } from './tell-exhausted.ts';

export interface DecideCommand {
  readonly token: string;
  /** The six digits of the mail's text. */
  readonly code: string;
  readonly decision: Review['decision'];
  readonly comment: string | null;
  readonly durationMinutes: number | null;
}

export type DecideOutcome =
  | { readonly outcome: 'DECIDED'; readonly request: AccessRequest }
  /** The link is dead once none is left. */
  | { readonly outcome: 'WRONG_CODE'; readonly left: number }
  | { readonly outcome: 'NOT_FOUND' | 'ALREADY_REVIEWED' }
  /** The link shows what is asked, and decides nothing: whoever decides signs in, and reviews the request by the API. */
  | {
      readonly outcome: 'SIGN_IN_REQUIRED';
      readonly requestId: string;
      readonly issuer: string;
      readonly signIn: SignIn;
    }
  | AlreadyDecided
  | { readonly outcome: 'INVALID'; readonly problems: readonly FieldProblem[] };

/**
 * A decision by mailed link, or a word on an emergency afterwards: the token says which request and which approver, the
 * code shows that a person read the mail. A try is counted before the code is compared, so that tries sent at once do not
 * multiply; when none is left, the approver is told, whoever used them up.
 */
export const decideByLink = (
  dependencies: Pick<Dependencies, 'store' | 'clock' | 'signals' | 'workflow' | 'configuration'> &
    RevokeDependencies,
) => {
  const { store, clock, configuration } = dependencies;
  const review = reviewRequest(dependencies);
  const reviewAfterwards = reviewBreakGlass(dependencies);
  const exhausted = tellExhausted(dependencies);
  return async ({ token, code, ...given }: DecideCommand): Promise<DecideOutcome> => {
    const found = await findLink(dependencies, token);
    if (found === undefined) return { outcome: 'NOT_FOUND' };
    const { link, request } = found;
    const approver: Principal = { kind: 'person', email: link.approver, groups: [] };
    if (
      reviewRight(request, approver, configuration) !== 'MAY_REVIEW' &&
      !isSharedMailbox(request, link.approver, configuration)
    ) {
      return { outcome: 'NOT_FOUND' };
    }
    // A rejection that died once it had ended an emergency that never opened is taken when it is said again.
    const isAfterwards =
      afterwardsState(request) !== null || mayBeLookedAt(request, clock.now(), configuration.people);
    if (request.status !== 'PENDING' && !isAfterwards)
      return { outcome: 'ALREADY_DECIDED', status: request.status };
    if (link.spentAt !== null) return { outcome: 'ALREADY_REVIEWED' };
    if (!isUsable(link, clock.now())) return { outcome: 'NOT_FOUND' };
    const { signIn, identity } = configuration;
    if (signIn) {
      return { outcome: 'SIGN_IN_REQUIRED', requestId: request.id, issuer: identity.issuer, signIn };
    }
    if (!CODE_SHAPE.test(code)) {
      return {
        outcome: 'INVALID',
        problems: [{ path: 'code', message: 'The six digits that stand in the mail' }],
      };
    }
    // The link first: whoever holds one uses up its tries, and none of the approver's other links. Where only that is
    // counted, fewer tries are left, never more.
    const ofLink = await store.countTry(link.tokenHash, TRIES_PER_LINK);
    if (ofLink.outcome === 'EXHAUSTED') return { outcome: 'NOT_FOUND' };
    const ofAll = await store.countApproverTry(request.id, link.approver, TRIES_PER_APPROVER);
    if (ofAll.outcome === 'EXHAUSTED') {
      await exhausted(link);
      return { outcome: 'NOT_FOUND' };
    }
    if (!sameHash(hashDecision(token, code), link.decisionHash)) {
      if (ofAll.left === 0) await exhausted(link);
      return { outcome: 'WRONG_CODE', left: Math.min(ofAll.left, ofLink.left) };
    }
    const command = {
      ...given,
      caller: approver,
      id: request.id,
      spendLink: { tokenHash: link.tokenHash, at: clock.now() },
    };
    const reviewed = (await reviewAfterwards(command)) ?? (await review(command));
    switch (reviewed.outcome) {
      case 'REVIEWED':
        return { outcome: 'DECIDED', request: reviewed.request };
      case 'ALREADY_DECIDED':
      case 'INVALID':
        return reviewed;
      case 'ALREADY_REVIEWED':
        return { outcome: 'ALREADY_REVIEWED' };
      case 'NOT_FOUND':
      case 'SELF_REVIEW':
      case 'NOT_AN_APPROVER':
        return { outcome: 'NOT_FOUND' };
    }
  };
};
