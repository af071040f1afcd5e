import type { AccessRequest, RequestStatus } from '../domain/access-request.ts';
import { CODE_SHAPE, hashDecision, isUsable, sameHash, TRIES_PER_LINK } from '../domain/approval-link.ts';
import { reviewRight } from '../domain/entitlement.ts';
import type { Principal } from '../domain/principal.ts';
import type { Review } from '../domain/review.ts';
import type { Dependencies } from './dependencies.ts';
import { findLink } from './preview-link.ts';
import { type Problem, reviewRequest } from './review-request.ts';

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
  | { readonly outcome: 'ALREADY_DECIDED'; readonly status: RequestStatus }
  | { readonly outcome: 'INVALID'; readonly problems: readonly Problem[] };

/**
 * A decision by mailed link: the token says which request and which approver, the code shows that a person read the
 * mail. A try is counted before the code is compared, so that tries sent at once do not multiply.
 */
export const decideByLink = (
  dependencies: Pick<Dependencies, 'store' | 'clock' | 'signals' | 'workflow' | 'configuration'>,
) => {
  const { store, clock, configuration } = dependencies;
  const review = reviewRequest(dependencies);
  return async ({ token, code, ...given }: DecideCommand): Promise<DecideOutcome> => {
    const found = await findLink(dependencies, token);
    if (found === undefined) return { outcome: 'NOT_FOUND' };
    const { link, request } = found;
    const approver: Principal = { kind: 'person', email: link.approver, groups: [] };
    if (reviewRight(request, approver, configuration) !== 'MAY_REVIEW') return { outcome: 'NOT_FOUND' };
    if (request.status !== 'PENDING') return { outcome: 'ALREADY_DECIDED', status: request.status };
    if (link.spentAt !== null) return { outcome: 'ALREADY_REVIEWED' };
    if (!isUsable(link, clock.now())) return { outcome: 'NOT_FOUND' };
    if (!CODE_SHAPE.test(code)) {
      return {
        outcome: 'INVALID',
        problems: [{ path: 'code', message: 'The six digits that stand in the mail' }],
      };
    }
    const counted = await store.countTry(link.tokenHash, TRIES_PER_LINK);
    if (counted.outcome === 'EXHAUSTED') return { outcome: 'NOT_FOUND' };
    if (!sameHash(hashDecision(token, code), link.decisionHash)) {
      return { outcome: 'WRONG_CODE', left: counted.left };
    }
    const reviewed = await review({
      ...given,
      caller: approver,
      id: request.id,
      spendLink: { tokenHash: link.tokenHash, at: clock.now() },
    });
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
