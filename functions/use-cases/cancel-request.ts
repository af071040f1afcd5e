import type { AccessRequest } from '../domain/access-request.ts';
import { isRequester } from '../domain/entitlement.ts';
import { type Principal, principalName } from '../domain/principal.ts';
import { type AlreadyDecided, cancel } from '../domain/request-transitions.ts';
import { changeRequest } from './change-request.ts';
import type { Dependencies } from './dependencies.ts';
import { orLeaveToTimekeeper, resumeExecution } from './tell-workflow.ts';

export type CancelOutcome =
  | { readonly outcome: 'CANCELLED'; readonly request: AccessRequest }
  | { readonly outcome: 'NOT_FOUND' }
  | AlreadyDecided;

/** The requester, and nobody else, takes back a pending request. */
export const cancelRequest =
  (dependencies: Pick<Dependencies, 'store' | 'clock' | 'signals' | 'workflow'>) =>
  async ({ caller, id }: { readonly caller: Principal; readonly id: string }): Promise<CancelOutcome> => {
    const { store, clock } = dependencies;
    const result = await changeRequest<CancelOutcome>(store, id, (request) => {
      if (!isRequester(request, caller)) return { refusal: { outcome: 'NOT_FOUND' } };
      const cancelled = cancel(request, principalName(caller), clock.now());
      return cancelled.outcome === 'CHANGED'
        ? { change: cancelled.change }
        : { refusal: { outcome: 'ALREADY_DECIDED', status: request.status } };
    });
    if ('missing' in result) return { outcome: 'NOT_FOUND' };
    if ('refusal' in result) return result.refusal;
    await orLeaveToTimekeeper(resumeExecution, dependencies, result.changed);
    return { outcome: 'CANCELLED', request: result.changed };
  };
