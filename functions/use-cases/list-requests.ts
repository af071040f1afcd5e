import type { AccessRequest, RequestStatus } from '../domain/access-request.ts';
import type { Configuration } from '../domain/configuration.ts';
import { isApproverOf, isAuditor, maySee } from '../domain/entitlement.ts';
import { type Principal, principalName } from '../domain/principal.ts';
import type { RequestPosition, RequestQuery } from '../ports/access-store.ts';
import type { Dependencies } from './dependencies.ts';

export interface ListRequestsQuery {
  readonly caller: Principal;
  readonly status?: RequestStatus;
  readonly target?: string;
  /** A principal's name. */
  readonly requester?: string;
  readonly after?: RequestPosition;
  readonly limit: number;
}

type Source = RequestQuery['sources'][number];

/** What the caller may see: what was asked by the caller, and what is asked for targets the caller reviews or audits. */
const visible = (caller: Principal, configuration: Configuration): readonly Source[] => {
  const seesAll = isAuditor(caller, configuration);
  const name = principalName(caller);
  const targets = configuration.targets.filter((target) => seesAll || isApproverOf(target, caller));
  return [
    ...(seesAll ? [] : [{ by: 'requester' as const, name }]),
    ...targets.map((target) => ({ by: 'target' as const, name: target.name })),
  ];
};

/** Newest first. A filter only ever narrows what the caller may see anyway. */
export const listRequests =
  ({ store, configuration }: Pick<Dependencies, 'store' | 'configuration'>) =>
  async (
    query: ListRequestsQuery,
  ): Promise<{ outcome: 'LISTED'; items: readonly AccessRequest[]; next: RequestPosition | null }> => {
    const { caller, status, target, requester, after, limit } = query;
    const sources = visible(caller, configuration).filter(
      ({ by, name }) =>
        (target === undefined || by === 'requester' || name === target) &&
        (requester === undefined || by === 'target' || name === requester),
    );
    if (sources.length === 0) return { outcome: 'LISTED', items: [], next: null };
    const where = {
      ...(status === undefined ? {} : { status }),
      ...(target === undefined ? {} : { target }),
      ...(requester === undefined ? {} : { requester }),
    };
    const page = await store.list({ sources, where, limit, ...(after === undefined ? {} : { after }) });
    const items = page.items.filter((request) => maySee(request, caller, configuration));
    return { outcome: 'LISTED', items, next: page.next };
  };
