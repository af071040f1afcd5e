import type { AccessRequest } from '../../../domain/access-request.ts';
import type { ApprovalLink } from '../../../domain/approval-link.ts';
import type { AuditEvent } from '../../../domain/audit-event.ts';
import { dueAt } from '../../../domain/due.ts';
import type { GroupIds } from '../../../domain/group-ids.ts';
import type { StandingGrant } from '../../../domain/group-state.ts';
import { DAY, type Instant, SECOND } from '../../../domain/instant.ts';
import type { LedgerRow } from '../../../domain/ledger.ts';
import type { MailOrder } from '../../../domain/mail-order.ts';
import { principalName } from '../../../domain/principal.ts';
import type { GroupRef } from '../../../domain/rule-key.ts';
import type { Tally } from '../../../domain/tally.ts';
import type { IdempotencyRecord } from '../../../ports/access-store.ts';
import {
  eventKey,
  groupIdsKey,
  groupVersionKey,
  type ItemKey,
  idempotencyKey,
  ledgerRowKey,
  linkKey,
  mailOrderKey,
  registeredGroupKey,
  requestKey,
  sentMailKey,
  standingGrantKey,
  tallyKey,
  taskTokenKey,
} from './keys.ts';
import { dayShard, duePlace, dueShard, eventPlace, requestPlace } from './places.ts';
import { INDEXES, KIND, KINDS, RECORD, REQUEST_PLACE, TABLE_KEY, TIME_TO_LIVE } from './table.ts';

/** What the record of an item of each kind is. */
interface Records {
  [KINDS.request]: AccessRequest;
  [KINDS.auditEvent]: AuditEvent;
  [KINDS.taskToken]: { readonly taskToken: string };
  [KINDS.sentMail]: { readonly mailId: string; readonly sentAt: Instant };
  [KINDS.group]: { readonly group: GroupRef; readonly version: number };
  [KINDS.standingGrant]: StandingGrant;
  [KINDS.ledgerRow]: LedgerRow;
  [KINDS.registeredGroup]: GroupRef;
  [KINDS.idempotency]: IdempotencyRecord;
  [KINDS.approvalLink]: ApprovalLink;
  [KINDS.mailOrder]: MailOrder;
  [KINDS.groupIds]: GroupIds;
  [KINDS.tally]: Tally;
}
type Kind = keyof Records;

/** An item as the document client reads and writes it. */
export type Item = Record<string, unknown>;

/** An expired link is kept for a while, so that its page can say that it has expired and not that it never was. */
const KEEP_EXPIRED_LINKS = 30 * DAY;

const item = <K extends Kind>(kind: K, key: ItemKey, record: Records[K], beside: Item = {}): Item => ({
  ...key,
  [KIND]: kind,
  ...beside,
  [RECORD]: record,
});

const forgottenAfter = (at: Instant): Item => ({ [TIME_TO_LIVE]: Math.ceil(at / SECOND) });

export const requestItem = (request: AccessRequest): Item => {
  const due = dueAt(request);
  return item(KINDS.request, requestKey(request.id), request, {
    [INDEXES.byRequester.partition]: principalName(request.requester),
    [INDEXES.byTarget.partition]: request.target,
    [REQUEST_PLACE]: requestPlace(request),
    status: request.status,
    ...(due === null
      ? {}
      : { [INDEXES.byDue.partition]: dueShard(request.id), [INDEXES.byDue.sort]: duePlace(due, request.id) }),
  });
};

export const eventItem = (event: AuditEvent): Item =>
  item(KINDS.auditEvent, eventKey(event.requestId, event.sequence), event, {
    [INDEXES.byDay.partition]: dayShard(event),
    [INDEXES.byDay.sort]: eventPlace(event),
  });

export const taskTokenItem = (requestId: string, taskToken: string): Item =>
  item(KINDS.taskToken, taskTokenKey(requestId), { taskToken });

export const sentMailItem = (requestId: string, mailId: string, sentAt: Instant): Item =>
  item(KINDS.sentMail, sentMailKey(requestId, mailId), { mailId, sentAt });

export const mailOrderItem = (order: MailOrder): Item =>
  item(KINDS.mailOrder, mailOrderKey(order.requestId, order.orderId), order);

export const groupVersionItem = (group: GroupRef, version: number): Item =>
  item(KINDS.group, groupVersionKey(group), { group, version });

export const standingGrantItem = (group: GroupRef, grant: StandingGrant): Item =>
  item(KINDS.standingGrant, standingGrantKey(group, grant.grantId), grant);

export const ledgerRowItem = (group: GroupRef, row: LedgerRow): Item =>
  item(KINDS.ledgerRow, ledgerRowKey(group, row.id), row);

export const registeredGroupItem = (group: GroupRef): Item =>
  item(KINDS.registeredGroup, registeredGroupKey(group), group);

export const idempotencyItem = (record: IdempotencyRecord): Item =>
  item(KINDS.idempotency, idempotencyKey(record.key), record, forgottenAfter(record.expiresAt));

export const tallyItem = (tally: Tally): Item =>
  item(KINDS.tally, tallyKey(tally.target, tally.person), tally);

export const linkItem = (link: ApprovalLink): Item =>
  item(
    KINDS.approvalLink,
    linkKey(link.tokenHash),
    link,
    forgottenAfter(link.expiresAt + KEEP_EXPIRED_LINKS),
  );

export const groupIdsItem = (digest: string, ids: GroupIds): Item =>
  item(KINDS.groupIds, groupIdsKey(digest), ids);

/** The record of an item that must be of this kind. Throws where our own table holds something else. */
export const recordOf = <K extends Kind>(kind: K, found: Item): Records[K] => {
  const record = found[RECORD];
  if (found[KIND] !== kind || record === null || typeof record !== 'object') {
    const place = `${found[TABLE_KEY.partition]} / ${found[TABLE_KEY.sort]}`;
    throw new Error(`Expected an item of kind ${kind} at ${place}, found ${found[KIND]}`);
  }
  return record as Records[K];
};
