import type { AccessStore } from '../../../ports/access-store.ts';
import { approvalLinkStore } from './approval-link-store.ts';
import { auditTrail } from './audit-trail.ts';
import { groupStore } from './group-store.ts';
import { mailOutbox } from './mail-outbox.ts';
import { requestStore } from './request-store.ts';
import type { TableClient } from './table-client.ts';
import { tallyStore } from './tally-store.ts';
import { taskTokenStore } from './task-token-store.ts';

/** The access store on one DynamoDB table: see `table.ts` for its keys and indexes, `keys.ts` for its partitions. */
export const dynamoDbAccessStore = (table: TableClient): AccessStore => ({
  ...requestStore(table),
  ...groupStore(table),
  ...tallyStore(table),
  ...auditTrail(table),
  ...taskTokenStore(table),
  ...approvalLinkStore(table),
  ...mailOutbox(table),
});
