import type { GroupRef } from '../../../domain/rule-key.ts';
import { groupKey } from '../../../domain/rule-key.ts';
import { TABLE_KEY } from './table.ts';

/** Where an item stands in the table. */
export interface ItemKey {
  readonly [TABLE_KEY.partition]: string;
  readonly [TABLE_KEY.sort]: string;
}

const itemKey = (partition: string, sort: string): ItemKey => ({
  [TABLE_KEY.partition]: partition,
  [TABLE_KEY.sort]: sort,
});

/** Digits enough for any trail, so that events sort as they happened. */
export const paddedSequence = (sequence: number): string => String(sequence).padStart(6, '0');

/** How the names of partitions begin. A function's rights are bound to them, and to `REGISTRY_PARTITION`. */
export const PARTITION_PREFIXES = {
  request: 'REQUEST#',
  group: 'GROUP#',
  idempotency: 'IDEMPOTENCY#',
  link: 'LINK#',
  groupIds: 'GROUP_IDS#',
  tally: 'TALLY#',
} as const;

// A request's partition: everything that is written or read together with it.
export const requestPartition = (requestId: string): string => `${PARTITION_PREFIXES.request}${requestId}`;
export const requestKey = (requestId: string): ItemKey => itemKey(requestPartition(requestId), 'REQUEST');
export const EVENT_PREFIX = 'EVENT#';
export const eventKey = (requestId: string, sequence: number): ItemKey =>
  itemKey(requestPartition(requestId), `${EVENT_PREFIX}${paddedSequence(sequence)}`);
export const taskTokenKey = (requestId: string): ItemKey =>
  itemKey(requestPartition(requestId), 'TASK_TOKEN');
export const sentMailKey = (requestId: string, mailId: string): ItemKey =>
  itemKey(requestPartition(requestId), `MAIL#${mailId}`);
export const mailOrderKey = (requestId: string, orderId: string): ItemKey =>
  itemKey(requestPartition(requestId), `ORDER#${orderId}`);
export const approverTriesKey = (requestId: string, approver: string): ItemKey =>
  itemKey(requestPartition(requestId), `TRIES#${approver}`);

// A security group's partition: its version, its standing grants, its ledger.
export const groupPartition = (group: GroupRef): string => `${PARTITION_PREFIXES.group}${groupKey(group)}`;
export const groupVersionKey = (group: GroupRef): ItemKey => itemKey(groupPartition(group), 'META');
export const GRANT_PREFIX = 'GRANT#';
export const standingGrantKey = (group: GroupRef, grantId: string): ItemKey =>
  itemKey(groupPartition(group), `${GRANT_PREFIX}${grantId}`);
export const ROW_PREFIX = 'RULE#';
export const ledgerRowKey = (group: GroupRef, rowId: string): ItemKey =>
  itemKey(groupPartition(group), `${ROW_PREFIX}${rowId}`);

export const REGISTRY_PARTITION = 'GROUPS';
export const registeredGroupKey = (group: GroupRef): ItemKey => itemKey(REGISTRY_PARTITION, groupKey(group));

// Partitions of one item each, so that no request's partition shows which keys and tokens belong to it.
export const idempotencyKey = (key: string): ItemKey =>
  itemKey(`${PARTITION_PREFIXES.idempotency}${key}`, 'IDEMPOTENCY');
export const linkKey = (tokenHash: string): ItemKey =>
  itemKey(`${PARTITION_PREFIXES.link}${tokenHash}`, 'LINK');

// One item each, under the digest of what it says.
export const groupIdsKey = (digest: string): ItemKey =>
  itemKey(`${PARTITION_PREFIXES.groupIds}${digest}`, 'GROUP_IDS');

// A target's partition of tallies: one item a person.
export const tallyKey = (target: string, person: string): ItemKey =>
  itemKey(`${PARTITION_PREFIXES.tally}${target}`, person);
