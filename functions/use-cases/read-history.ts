import type { Instant } from '../domain/instant.ts';
import { type Principal, principalName } from '../domain/principal.ts';
import { historyAt, type RequesterHistory } from '../domain/requester-history.ts';
import type { AccessStore, RequestPosition } from '../ports/access-store.ts';

/** Requests that are looked at: the newest ones. What is open, undecided or an hour old is among them. */
const MOST = 100;

/**
 * What a requester had of a target, in one query: the newest requests of theirs for it. As a list it may lag behind
 * writes by moments, so that limits bound a stream of calls and not two calls at once.
 *
 * @param before only requests that are older than this one
 */
export const readHistory = async (
  store: Pick<AccessStore, 'list'>,
  asked: { readonly requester: Principal; readonly target: string },
  at: Instant,
  before?: RequestPosition,
): Promise<RequesterHistory> => {
  const { items } = await store.list({
    sources: [{ by: 'requester', name: principalName(asked.requester) }],
    where: { target: asked.target },
    limit: MOST,
    ...(before ? { after: before } : {}),
  });
  return historyAt(items, at);
};

/** As policies are asked with it. */
export const historyForPolicy = ({ hadBefore, openGrants }: RequesterHistory) => ({
  hadBefore,
  openGrants: openGrants.length,
});
