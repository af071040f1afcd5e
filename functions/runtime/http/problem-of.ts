import { toTimestamp } from '../../domain/instant.ts';
import type { CancelOutcome } from '../../use-cases/cancel-request.ts';
import type { DecideOutcome } from '../../use-cases/decide-by-link.ts';
import type { FieldProblem } from '../../use-cases/field-problem.ts';
import type { GetOutcome } from '../../use-cases/get-request.ts';
import type { PreviewOutcome } from '../../use-cases/preview-link.ts';
import type { RequestAccessOutcome } from '../../use-cases/request-access.ts';
import type { ReviewOutcome } from '../../use-cases/review-request.ts';
import type { RevokeOutcome } from '../../use-cases/revoke-grant.ts';
import type { HttpAnswer } from './answer.ts';
import { problem } from './problem.ts';

type AnyOutcome =
  | CancelOutcome
  | DecideOutcome
  | GetOutcome
  | PreviewOutcome
  | RequestAccessOutcome
  | ReviewOutcome
  | RevokeOutcome;

type Success = {
  readonly outcome: 'ACCEPTED' | 'CANCELLED' | 'DECIDED' | 'FOUND' | 'REPEATED' | 'REQUESTED' | 'REVIEWED';
};

/** Everything that is refused: by a use case, or before one is asked. */
export type Refusal =
  | Exclude<AnyOutcome, Success>
  | { readonly outcome: 'INVALID'; readonly problems: readonly FieldProblem[] }
  | { readonly outcome: 'UNAUTHENTICATED'; readonly detail: string }
  | { readonly outcome: 'CROSS_SITE' | 'NOT_ALLOWED' };

/** The one place where a refusal becomes HTTP. What is unexpected is none of these: it throws. */
export const problemOf = (refusal: Refusal): HttpAnswer => {
  switch (refusal.outcome) {
    case 'INVALID':
      return problem('INVALID_REQUEST', 'What was sent is not as it must be; see errors.', {
        errors: refusal.problems,
      });
    case 'UNAUTHENTICATED':
    case 'DENIED_BY_POLICY':
    case 'SOURCE_NOT_ALLOWED':
    case 'DURATION_TOO_LONG':
    case 'NO_ELIGIBLE_APPROVER':
    case 'BREAK_GLASS_REFUSED':
    case 'RATE_LIMITED':
    case 'NOTHING_TO_REVOKE':
      return problem(refusal.outcome, refusal.detail);
    case 'CROSS_SITE':
      return problem('CROSS_SITE', 'Only the approval page itself may send this.');
    case 'NOT_ALLOWED':
      return problem('NOT_ALLOWED', 'Only auditors and admins may read this.');
    case 'SELF_REVIEW':
      return problem('SELF_REVIEW', 'Nobody decides on what they asked for themselves.');
    case 'NOT_AN_APPROVER':
      return problem('NOT_AN_APPROVER', 'You are no approver of the target of this request.');
    case 'SIGN_IN_REQUIRED': {
      const { requestId, issuer, signIn } = refusal;
      return problem('SIGN_IN_REQUIRED', 'Sign in: a mailed link alone decides nothing here.', {
        requestId,
        signIn: { issuer, ...signIn },
      });
    }
    case 'NOT_FOUND':
      return problem('NOT_FOUND', 'There is no such thing, or it is not for you to see.');
    case 'ALREADY_DECIDED':
      return problem('ALREADY_DECIDED', refusal.detail ?? `The request is decided: ${refusal.status}.`, {
        requestStatus: refusal.status,
      });
    case 'ALREADY_REVIEWED':
      return problem('ALREADY_REVIEWED', 'You have decided on this request already; a decision stands.');
    case 'ALREADY_GRANTED':
      return problem('ALREADY_GRANTED', refusal.detail, {
        grantId: refusal.grantId,
        expiresAt: toTimestamp(refusal.expiresAt),
      });
    case 'IDEMPOTENCY_KEY_REUSED':
      return problem('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was sent before, with another body.');
    case 'WRONG_CODE':
      return problem('WRONG_CODE', wrongCode(refusal.left), { triesLeft: refusal.left });
  }
};

const wrongCode = (left: number): string =>
  left === 0
    ? 'This is not the code of the mail. The link takes no more tries.'
    : `This is not the code of the mail. Tries left: ${left}.`;
