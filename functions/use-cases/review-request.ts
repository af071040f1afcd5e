import type { AccessRequest } from '../domain/access-request.ts';
import { maySee, reviewRight } from '../domain/entitlement.ts';
import { type Principal, principalName } from '../domain/principal.ts';
import { type AlreadyDecided, review } from '../domain/request-transitions.ts';
import type { Review } from '../domain/review.ts';
import type { Commit } from '../ports/access-store.ts';
import { changeRequest } from './change-request.ts';
import type { Dependencies } from './dependencies.ts';
import type { FieldProblem } from './field-problem.ts';
import { orLeaveToTimekeeper, resumeExecution } from './tell-workflow.ts';

export interface ReviewCommand {
  readonly caller: Principal;
  readonly id: string;
  readonly decision: Review['decision'];
  readonly comment: string | null;
  /** null leaves what was asked. */
  readonly durationMinutes: number | null;
  /** Written in the same transaction: a link that is spent on this review. */
  readonly spendLink?: Commit['spendLink'];
}

export type ReviewOutcome =
  | { readonly outcome: 'REVIEWED'; readonly request: AccessRequest }
  | { readonly outcome: 'NOT_FOUND' | 'SELF_REVIEW' | 'NOT_AN_APPROVER' | 'ALREADY_REVIEWED' }
  | AlreadyDecided
  | { readonly outcome: 'INVALID'; readonly problems: readonly FieldProblem[] };

const narrowing = (
  request: AccessRequest,
  { decision, durationMinutes }: ReviewCommand,
): FieldProblem | null => {
  if (durationMinutes === null) return null;
  if (decision === 'REJECT') {
    return { path: 'durationMinutes', message: 'A rejection has no duration: leave it out' };
  }
  return durationMinutes >= 1 && durationMinutes <= request.durationMinutes
    ? null
    : {
        path: 'durationMinutes',
        message: `A review may only narrow: between 1 and ${request.durationMinutes} minutes`,
      };
};

/** One approver's decision. Whoever may decide, decides once; the first to settle the matter settles it for all. */
export const reviewRequest =
  (dependencies: Pick<Dependencies, 'store' | 'clock' | 'signals' | 'workflow' | 'configuration'>) =>
  async (command: ReviewCommand): Promise<ReviewOutcome> => {
    const { store, clock, configuration } = dependencies;
    const { caller, id, decision, comment, durationMinutes, spendLink } = command;
    const result = await changeRequest<ReviewOutcome>(store, id, (request) => {
      const right = reviewRight(request, caller, configuration);
      if (right !== 'MAY_REVIEW') {
        const known = maySee(request, caller, configuration) || right === 'SELF_REVIEW';
        return { refusal: { outcome: known ? right : 'NOT_FOUND' } };
      }
      const problem = narrowing(request, command);
      if (problem) return { refusal: { outcome: 'INVALID', problems: [problem] } };
      const reviewer = principalName(caller);
      const given = { reviewer, decision, comment, durationMinutes, reviewedAt: clock.now() };
      const reviewed = review(request, given, configuration.people);
      switch (reviewed.outcome) {
        case 'CHANGED':
          return { change: reviewed.change, ...(spendLink ? { with: { spendLink } } : {}) };
        case 'ALREADY_DECIDED':
        case 'ALREADY_REVIEWED':
          return { refusal: reviewed };
        case 'STILL_DECIDABLE':
          throw new Error('A review is never too early');
      }
    });
    if ('missing' in result) return { outcome: 'NOT_FOUND' };
    if ('refusal' in result) return result.refusal;
    await orLeaveToTimekeeper(resumeExecution, dependencies, result.changed);
    return { outcome: 'REVIEWED', request: result.changed };
  };
