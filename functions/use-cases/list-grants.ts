import type { AccessRequest } from '../domain/access-request.ts';
import { type Configuration, findTarget } from '../domain/configuration.ts';
import { isAuditor, maySee } from '../domain/entitlement.ts';
import type { StandingGrant } from '../domain/group-state.ts';
import { type Principal, principalName } from '../domain/principal.ts';
import type { Dependencies } from './dependencies.ts';

const mayConcern = (grant: StandingGrant, caller: Principal, configuration: Configuration): boolean =>
  grant.requester === principalName(caller) ||
  isAuditor(caller, configuration) ||
  (findTarget(configuration, grant.target)?.approvers.includes(principalName(caller)) ?? false);

/** Who has access right now, read consistently from the groups themselves: as far as the caller may see it. */
export const listGrants =
  ({ store, configuration }: Pick<Dependencies, 'store' | 'configuration'>) =>
  async ({
    caller,
  }: {
    readonly caller: Principal;
  }): Promise<{ outcome: 'LISTED'; items: readonly AccessRequest[] }> => {
    const groups = await Promise.all((await store.registeredGroups()).map((group) => store.readGroup(group)));
    // What the caller may not see is left out before it is read: a call costs no more than it shows.
    const ids = groups.flatMap(({ grants }) =>
      grants
        .filter((grant) => grant.phase === 'ACTIVE' && mayConcern(grant, caller, configuration))
        .map(({ grantId }) => grantId),
    );
    const requests = await Promise.all(ids.map((id) => store.read(id)));
    return {
      outcome: 'LISTED',
      items: requests.flatMap((request) =>
        request?.grant?.status === 'ACTIVE' && maySee(request, caller, configuration) ? [request] : [],
      ),
    };
  };
