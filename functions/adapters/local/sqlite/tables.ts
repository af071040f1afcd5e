import { AuditRows } from './audit-rows.ts';
import type { Database } from './database.ts';
import { DeliveryRows } from './delivery-rows.ts';
import { EmergencyRows } from './emergency-rows.ts';
import { GroupRows } from './group-rows.ts';
import { IdempotencyRows } from './idempotency-rows.ts';
import { LinkRows } from './link-rows.ts';
import { OrderRows } from './order-rows.ts';
import { RequestRows } from './request-rows.ts';

export const tablesOf = (database: Database) => ({
  requests: new RequestRows(database),
  audit: new AuditRows(database),
  groups: new GroupRows(database),
  emergencies: new EmergencyRows(database),
  idempotency: new IdempotencyRows(database),
  links: new LinkRows(database),
  deliveries: new DeliveryRows(database),
  orders: new OrderRows(database),
});

export type Tables = ReturnType<typeof tablesOf>;
