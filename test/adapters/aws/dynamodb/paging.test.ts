import { describeAuditTrail } from '../../../contracts/access-store/audit-trail.ts';
import { describeDueRequests } from '../../../contracts/access-store/due-requests.ts';
import { describeGroups } from '../../../contracts/access-store/groups.ts';
import { describeRequestLists } from '../../../contracts/access-store/request-lists.ts';
import { describeOnDynamoDbLocal } from './engine.ts';

/** The contract once more with queries that end after three items: each list is then made of many pages. */
describeOnDynamoDbLocal('lists in small pages', (makeTable) => {
  const inSmallPages = () => makeTable({ pageSize: 3 });
  describeRequestLists(inSmallPages);
  describeDueRequests(inSmallPages);
  describeGroups(inSmallPages);
  describeAuditTrail(inSmallPages);
});
