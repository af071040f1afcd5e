import type { AccessRequest } from '../domain/access-request.ts';
import { mayRevoke, maySee } from '../domain/entitlement.ts';
import type { Ending } from '../domain/grant.ts';
import { abandon, canStart } from '../domain/grant-transitions.ts';
import { type Principal, principalName } from '../domain/principal.ts';
import { endWithGroup } from './begin-end.ts';
import { changeRequest } from './change-request.ts';
import type { Dependencies } from './dependencies.ts';
import { orLeaveToTimekeeper, startEnding, type WorkflowDependencies } from './tell-workflow.ts';

export type RevokeOutcome =
  /** The end has begun, or had before; the port closes within moments. */
  | { readonly outcome: 'ACCEPTED'; readonly request: AccessRequest }
  | { readonly outcome: 'NOTHING_TO_REVOKE'; readonly detail: string }
  | { readonly outcome: 'NOT_FOUND' };

export type RevokeDependencies = WorkflowDependencies & Pick<Dependencies, 'configuration'>;

/** Ends a grant now, whatever its execution waits for. Calling it again answers the same. */
export const revokeGrant =
  (dependencies: RevokeDependencies) =>
  async ({ caller, id }: { readonly caller: Principal; readonly id: string }): Promise<RevokeOutcome> => {
    const { store, clock, configuration } = dependencies;
    const ending: Ending = { as: 'REVOKED', by: principalName(caller), reason: null, detail: null };
    const result = await changeRequest<RevokeOutcome>(store, id, async (request) => {
      if (!maySee(request, caller, configuration) || !mayRevoke(request, caller, configuration)) {
        return { refusal: { outcome: 'NOT_FOUND' } };
      }
      if (canStart('abandon', request)) return { change: abandon(request, ending, clock.now()) };
      if (canStart('beginEnd', request)) return await endWithGroup(store, request, ending, clock.now());
      const { grant } = request;
      return grant?.status === 'REVOKING' || grant?.status === 'REVOKE_FAILED'
        ? { refusal: { outcome: 'ACCEPTED', request } }
        : {
            refusal: {
              outcome: 'NOTHING_TO_REVOKE',
              detail: grant
                ? `The grant has ended already: ${grant.status}`
                : `There is no grant: the request is ${request.status}`,
            },
          };
    });
    if ('missing' in result) return { outcome: 'NOT_FOUND' };
    const answer: RevokeOutcome =
      'changed' in result ? { outcome: 'ACCEPTED', request: result.changed } : result.refusal;
    if (answer.outcome === 'ACCEPTED' && answer.request.grant?.status !== 'REVOKED') {
      await orLeaveToTimekeeper(startEnding, dependencies, answer.request);
    }
    return answer;
  };
