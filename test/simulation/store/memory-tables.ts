import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import type { ApprovalLink } from '../../../functions/domain/approval-link.ts';
import type { AuditEvent } from '../../../functions/domain/audit-event.ts';
import type { Change } from '../../../functions/domain/change.ts';
import type { GroupChange, StandingGrant } from '../../../functions/domain/group-state.ts';
import type { Instant } from '../../../functions/domain/instant.ts';
import type { LedgerRow } from '../../../functions/domain/ledger.ts';
import type { MailOrder } from '../../../functions/domain/mail-order.ts';
import { type GroupRef, groupKey } from '../../../functions/domain/rule-key.ts';
import { emptyTally, type Tally } from '../../../functions/domain/tally.ts';
import type { Commit, CommitOutcome, IdempotencyRecord } from '../../../functions/ports/access-store.ts';

export interface GroupTable {
  readonly group: GroupRef;
  version: number;
  readonly grants: Map<string, StandingGrant>;
  readonly rows: Map<string, LedgerRow>;
}

export interface CommitObserver {
  /** Called with every commit whose conditions hold, before it is written. */
  readonly before: (commit: Commit) => void;
  readonly after: (commit: Commit) => void;
}

type Conflict = Extract<CommitOutcome, { readonly outcome: 'CONFLICT' }>['on'];

/** What is really written. Records are never changed in place, and so need no copying. */
export class MemoryTables {
  readonly requests = new Map<string, AccessRequest>();
  readonly events = new Map<string, AuditEvent[]>();
  /** All events and orders of mail, as they were committed: the table's stream. */
  readonly stream: (AuditEvent | MailOrder)[] = [];
  readonly groups = new Map<string, GroupTable>();
  readonly idempotency = new Map<string, IdempotencyRecord>();
  readonly links = new Map<string, ApprovalLink>();
  readonly taskTokens = new Map<string, string>();
  /** By request and approver. */
  readonly approverTries = new Map<string, number>();
  /** By target and person. */
  readonly tallies = new Map<string, Tally>();
  readonly mailOrders = new Set<string>();
  readonly sentMails = new Map<string, Instant>();
  observer: CommitObserver | null = null;

  commit(commit: Commit): CommitOutcome {
    const on = this.#conflictOf(commit);
    if (on !== undefined) return { outcome: 'CONFLICT', on };
    this.observer?.before(commit);
    const { changes, group, idempotency, spendLink, tally, mailOrder } = commit;
    for (const { after, event } of changes) {
      this.requests.set(after.id, after);
      if (event) this.#append(event);
    }
    if (group) this.#apply(group);
    if (idempotency) this.idempotency.set(idempotency.key, idempotency);
    const link = spendLink && this.links.get(spendLink.tokenHash);
    if (link) this.links.set(link.tokenHash, { ...link, spentAt: spendLink.at });
    if (tally) this.tallies.set(`${tally.target} ${tally.person}`, tally);
    if (mailOrder) this.#order(mailOrder);
    this.observer?.after(commit);
    return { outcome: 'COMMITTED' };
  }

  readIdempotency(key: string, now: Instant): IdempotencyRecord | undefined {
    const record = this.idempotency.get(key);
    return record && record.expiresAt > now ? record : undefined;
  }

  readTally(target: string, person: string): Tally {
    return this.tallies.get(`${target} ${person}`) ?? emptyTally(target, person);
  }

  #conflictOf({ changes, group, idempotency, spendLink, tally }: Commit): Conflict | undefined {
    const stands = ({ before, after }: Change) => this.requests.get(after.id)?.version === before?.version;
    if (!changes.every(stands)) return 'REQUEST';
    if (group && (this.groups.get(groupKey(group.group))?.version ?? 0) !== group.basedOn) return 'GROUP';
    if (idempotency) {
      const made = changes.find(({ after }) => after.id === idempotency.requestId);
      if (this.readIdempotency(idempotency.key, made?.after.requestedAt ?? 0)) return 'IDEMPOTENCY';
    }
    if (spendLink && this.links.get(spendLink.tokenHash)?.spentAt !== null) return 'LINK';
    if (tally && this.readTally(tally.target, tally.person).version !== tally.version - 1) return 'TALLY';
    return undefined;
  }

  #append(event: AuditEvent): void {
    this.stream.push(event);
    const events = this.events.get(event.requestId);
    if (events) events.push(event);
    else this.events.set(event.requestId, [event]);
  }

  #order(order: MailOrder): void {
    const key = `${order.requestId} ${order.orderId}`;
    if (!this.mailOrders.has(key)) this.stream.push(order);
    this.mailOrders.add(key);
  }

  #apply(change: GroupChange): void {
    const key = groupKey(change.group);
    const table = this.groups.get(key) ?? {
      group: change.group,
      version: 0,
      grants: new Map<string, StandingGrant>(),
      rows: new Map<string, LedgerRow>(),
    };
    this.groups.set(key, table);
    table.version = change.basedOn + 1;
    for (const grant of change.putGrants) table.grants.set(grant.grantId, grant);
    for (const id of change.removeGrants) table.grants.delete(id);
    for (const row of change.putRows) table.rows.set(row.id, row);
    for (const id of change.removeRows) table.rows.delete(id);
  }
}
