import { describe } from 'vitest';
import { describeApprovalLinks } from './access-store/approval-links.ts';
import { describeAuditTrail } from './access-store/audit-trail.ts';
import { describeCommits } from './access-store/commits.ts';
import { describeConcurrentCommits } from './access-store/concurrent-commits.ts';
import { describeDueRequests } from './access-store/due-requests.ts';
import { describeGroups } from './access-store/groups.ts';
import { describeIdempotency } from './access-store/idempotency.ts';
import { describeMailOutbox } from './access-store/mail-outbox.ts';
import { describeRequestLists } from './access-store/request-lists.ts';
import { describeRoundTrips } from './access-store/round-trips.ts';
import type { MakeStore } from './access-store/support.ts';
import { describeTallies } from './access-store/tallies.ts';
import { describeTaskTokens } from './access-store/task-tokens.ts';

/**
 * What every `AccessStore` must do, said once and run on each adapter.
 * `makeStore` gives a store that is empty and shared with nobody, and how to dispose of it.
 */
export const describeAccessStore = (name: string, makeStore: MakeStore): void => {
  describe(name, () => {
    describeCommits(makeStore);
    describeConcurrentCommits(makeStore);
    describeIdempotency(makeStore);
    describeRoundTrips(makeStore);
    describeRequestLists(makeStore);
    describeDueRequests(makeStore);
    describeGroups(makeStore);
    describeTallies(makeStore);
    describeAuditTrail(makeStore);
    describeTaskTokens(makeStore);
    describeApprovalLinks(makeStore);
    describeMailOutbox(makeStore);
  });
};
