import type { AccessRequest } from '../domain/access-request.ts';
import { maySee } from '../domain/entitlement.ts';
import type { Principal } from '../domain/principal.ts';
import type { Dependencies } from './dependencies.ts';

/** Who has access right now, read consistently from the groups themselves: as far as the caller may see it. */
export const listGrants =
  ({ store, configuration }: Pick<Dependencies, 'store' | 'configuration'>) =>
  async ({
    caller,
  }: {
    readonly caller: Principal;
  }): Promise<{ outcome: 'LISTED'; items: readonly AccessRequest[] }> => {
    const groups = await Promise.all((await store.registeredGroups()).map((group) => store.readGroup(group)));
    const ids = groups.flatMap(({ grants }) =>
      grants.filter(({ phase }) => phase === 'ACTIVE').map(({ grantId }) => grantId),
    );
    const requests = await Promise.all(ids.map((id) => store.read(id)));
    return {
      outcome: 'LISTED',
      items: requests.flatMap((request) =>
        request?.grant?.status === 'ACTIVE' && maySee(request, caller, configuration) ? [request] : [],
      ),
    };
  };
