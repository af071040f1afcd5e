import type { AccessRequest } from '../domain/access-request.ts';
import { POSTERN } from '../domain/audit-event.ts';
import { type Ending, hasEnded } from '../domain/grant.ts';
import { abandon } from '../domain/grant-transitions.ts';
import { endWithGroup } from './begin-end.ts';
import { changeRequest } from './change-request.ts';
import { type ConvergeDependencies, convergeGroup } from './converge/converge-group.ts';

export type EndOutcome =
  /** Said only once every rule is settled, or held by another live grant. */
  | { readonly outcome: 'ENDED'; readonly status: string }
  /** The grant is active and its time is not over: a wait may end a second early. */
  | { readonly outcome: 'NOT_YET_DUE' }
  | { readonly outcome: 'STILL_CLOSING' };

const standing = ({ status, grant }: AccessRequest): EndOutcome => {
  if (grant === null) return { outcome: 'ENDED', status };
  if (hasEnded(grant)) return { outcome: 'ENDED', status: grant.status };
  return { outcome: grant.status === 'ACTIVE' ? 'NOT_YET_DUE' : 'STILL_CLOSING' };
};

/** The workflow comes here without an active grant only when it has given up on opening. */
const gaveUp: Ending = { as: 'FAILED', by: POSTERN, reason: 'ACTIVATION_ABANDONED', detail: null };

/** Ends a grant whose time is over, or that never came to be. May be called any number of times. */
export const endGrant = (dependencies: ConvergeDependencies) => {
  const { store, clock } = dependencies;
  const converge = convergeGroup(dependencies);
  return async ({ requestId }: { readonly requestId: string }): Promise<EndOutcome> => {
    const begun = await changeRequest<AccessRequest>(store, requestId, async (request) => {
      switch (request.grant?.status) {
        case 'SCHEDULED':
          return { change: abandon(request, gaveUp, clock.now()) };
        case 'ACTIVATING':
          return await endWithGroup(store, request, gaveUp, clock.now());
        default:
          return { refusal: request };
      }
    });
    if ('missing' in begun) throw new Error(`There is no request ${requestId} to end`);
    const request = 'changed' in begun ? begun.changed : begun.refusal;
    if (standing(request).outcome === 'ENDED') return standing(request);

    await converge({ group: request.access.group, sweeping: false });
    const after = await store.read(requestId);
    return after ? standing(after) : { outcome: 'STILL_CLOSING' };
  };
};
