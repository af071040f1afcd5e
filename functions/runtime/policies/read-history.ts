import type { AccessRequest } from '../../domain/access-request.ts';
import { principalName } from '../../domain/principal.ts';
import { historyAt, type PolicyHistory } from '../../domain/requester-history.ts';
import type { AccessStore } from '../../ports/access-store.ts';

/** Requests that are looked at: the newest ones before it. */
const MOST = 100;

/** What a requester had of a target when they made a request, as it is recorded. In one query: many requests are replayed. */
export const readHistory = async (
  store: Pick<AccessStore, 'list'>,
  request: AccessRequest,
): Promise<PolicyHistory> => {
  const { items } = await store.list({
    sources: [{ by: 'requester', name: principalName(request.requester) }],
    where: { target: request.target },
    limit: MOST,
    after: request,
  });
  return historyAt(items, request.requestedAt);
};
