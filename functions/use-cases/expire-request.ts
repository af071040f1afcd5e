import type { RequestStatus } from '../domain/access-request.ts';
import { expire } from '../domain/request-transitions.ts';
import { changeRequest } from './change-request.ts';
import type { Dependencies } from './dependencies.ts';
import { noteDelivered } from './tell-workflow.ts';

export type ExpireOutcome =
  /** The decision on record, whoever made it: the time that ran out, or somebody just before. */
  | { readonly outcome: 'DECIDED'; readonly status: Exclude<RequestStatus, 'PENDING'> }
  | { readonly outcome: 'STILL_DECIDABLE' };

type ExpireDependencies = Pick<Dependencies, 'store' | 'clock'>;

/** Expires a request that nobody decided in time, and says what became of it. */
export const expireUndecided =
  ({ store, clock }: ExpireDependencies) =>
  async (requestId: string): Promise<ExpireOutcome> => {
    const result = await changeRequest<ExpireOutcome>(store, requestId, (request) => {
      if (request.status !== 'PENDING') return { refusal: { outcome: 'DECIDED', status: request.status } };
      const expired = expire(request, clock.now());
      return expired.outcome === 'CHANGED'
        ? { change: expired.change }
        : { refusal: { outcome: 'STILL_DECIDABLE' } };
    });
    if ('missing' in result) throw new Error(`There is no request ${requestId} to expire`);
    return 'changed' in result ? { outcome: 'DECIDED', status: 'EXPIRED' } : result.refusal;
  };

/** The same, asked by the execution itself: it learns the decision from the answer, so that nobody has to tell it. */
export const expireRequest = (dependencies: ExpireDependencies) => {
  const expireNow = expireUndecided(dependencies);
  return async ({ requestId }: { readonly requestId: string }): Promise<ExpireOutcome> => {
    const outcome = await expireNow(requestId);
    if (outcome.outcome === 'DECIDED') await noteDelivered(dependencies, requestId);
    return outcome;
  };
};
