import { AuditRows } from './audit-rows.ts';
import type { Database } from './database.ts';
import { DeliveryRows } from './delivery-rows.ts';
import { GroupRows } from './group-rows.ts';
import { IdempotencyRows } from './idempotency-rows.ts';
import { LinkRows } from './link-rows.ts';
import { OrderRows } from './order-rows.ts';
import { RequestRows } from './request-rows.ts';
import { TallyRows } from './tally-rows.ts';

export const tablesOf = (database: Database) => ({
  requests: new RequestRows(database),
  audit: new AuditRows(database),
  groups: new GroupRows(database),
  tallies: new TallyRows(database),
  idempotency: new IdempotencyRows(database),
  links: new LinkRows(database),
  deliveries: new DeliveryRows(database),
  orders: new OrderRows(database),
});

export type Tables = ReturnType<typeof tablesOf>;
