import type { AccessRequest, RequestStatus } from '../domain/access-request.ts';
import type { ApprovalLink } from '../domain/approval-link.ts';
import type { AuditEvent } from '../domain/audit-event.ts';
import type { Change } from '../domain/change.ts';
import type { GroupChange, GroupState } from '../domain/group-state.ts';
import type { Instant } from '../domain/instant.ts';
import type { MailOrder } from '../domain/mail-order.ts';
import type { GroupRef } from '../domain/rule-key.ts';
import type { Tally } from '../domain/tally.ts';

/** The answer to an `Idempotency-Key`: which request it made, and for what body. */
export interface IdempotencyRecord {
  /** Hash of caller and key: never the key itself. */
  readonly key: string;
  readonly requestId: string;
  /** Hash of the body; the same key with another body is the caller's mistake. */
  readonly bodyHash: string;
  /** Forgotten from that moment on: the key may then make another request. */
  readonly expiresAt: Instant;
}

/** What is written together or not at all. At most 20 changes, and of one group 20 grants and 25 rows. */
export interface Commit {
  /** Each is conditioned on `before.version` (on absence, where `before` is null). Its event is appended with it. */
  readonly changes: readonly Change[];
  /** Conditioned on `basedOn`. A first write registers the group. */
  readonly group?: GroupChange;
  /** Conditioned on the key's absence. */
  readonly idempotency?: IdempotencyRecord;
  /** Conditioned on the link being unspent. */
  readonly spendLink?: { readonly tokenHash: string; readonly at: Instant };
  /** Conditioned on the version that it was made of. */
  readonly tally?: Tally;
  /** Handed, with the events, to whoever sends mail; under no condition of its own. Written twice it is sent once. */
  readonly mailOrder?: MailOrder;
}

export type CommitOutcome =
  | { readonly outcome: 'COMMITTED' }
  /** Nothing was written. `on` names the first condition that did not hold. */
  | {
      readonly outcome: 'CONFLICT';
      readonly on: 'REQUEST' | 'GROUP' | 'IDEMPOTENCY' | 'LINK' | 'TALLY';
    };

/** A place in a list that is ordered newest first. */
export interface RequestPosition {
  readonly requestedAt: Instant;
  readonly id: string;
}

export interface RequestQuery {
  /** The union of these lists, each request once. At most one name a target or requester. */
  readonly sources: readonly { readonly by: 'requester' | 'target'; readonly name: string }[];
  readonly where: { readonly status?: RequestStatus; readonly target?: string; readonly requester?: string };
  /** Only requests that come after this place (that is: older). */
  readonly after?: RequestPosition;
  /** 1 to 100. A page may hold fewer although more follow: go by `next`. */
  readonly limit: number;
}

export interface Page<Item, Position> {
  readonly items: readonly Item[];
  /** Where the next page starts; null at the end. */
  readonly next: Position | null;
}

export interface RequestStore {
  /** Strongly consistent. */
  read(requestId: string): Promise<AccessRequest | undefined>;
  /** All or nothing, durable once answered. Throws where the outcome is unknown. */
  commit(commit: Commit): Promise<CommitOutcome>;
  /** Newest first by (requestedAt, id); may lag behind writes by moments. */
  list(query: RequestQuery): Promise<Page<AccessRequest, RequestPosition>>;
  /** Ids of requests with `dueAt` at or before `now`, the most overdue first; may lag behind writes. */
  due(now: Instant, limit: number): Promise<readonly string[]>;
  /**
   * Strongly consistent. A record that has expired by `now` is not found, also where it is still stored; `commit` then
   * takes the key again.
   */
  readIdempotency(key: string, now: Instant): Promise<IdempotencyRecord | undefined>;
}

/** What one person has and wants of one target: counted where nothing lags, since a list may. */
export interface TallyStore {
  /** Strongly consistent. Of version 0 where nothing was asked. @param person as `personIn` names them */
  readTally(target: string, person: string): Promise<Tally>;
}

export interface GroupStore {
  /**
   * The version first, strongly consistent, then all pages of grants and rows. The pages may be torn by a write in
   * between; such a read is caught when a commit is based on it.
   */
  readGroup(group: GroupRef): Promise<GroupState>;
  /** Every group that was ever written, strongly consistent. */
  registeredGroups(): Promise<readonly GroupRef[]>;
}

export interface AuditPosition {
  /** RFC 3339, as in the event. */
  readonly at: string;
  readonly requestId: string;
  readonly sequence: number;
}

export interface AuditTrail {
  /** All events of one request, first to last, strongly consistent. */
  events(requestId: string): Promise<readonly AuditEvent[]>;
  /** Events of all requests with from ≤ at < to, oldest first by (at, requestId, sequence). */
  audit(query: {
    readonly from: Instant;
    readonly to: Instant;
    readonly after?: AuditPosition;
    /** 1 to 100. */
    readonly limit: number;
  }): Promise<Page<AuditEvent, AuditPosition>>;
}

/** The token by which a waiting execution is resumed. It is in no log, view or event. */
export interface TaskTokenStore {
  /** Under no condition, and apart from the request and its version: a later token takes the place of an earlier one. */
  saveTaskToken(requestId: string, taskToken: string): Promise<void>;
  /** The last that was saved, strongly consistent; it is kept when it was used. */
  readTaskToken(requestId: string): Promise<string | undefined>;
}

type CountedTry = { readonly outcome: 'COUNTED'; readonly left: number } | { readonly outcome: 'EXHAUSTED' };

export interface ApprovalLinkStore {
  /** A link that exists is left as it is. */
  putLink(link: ApprovalLink): Promise<void>;
  /** Strongly consistent. */
  readLink(tokenHash: string): Promise<ApprovalLink | undefined>;
  /** Counts one try, atomically, before the code is compared. Answers how many are left after it. */
  countTry(tokenHash: string, most: number): Promise<CountedTry>;
  /** Counts one try over all links of an approver for a request, as {@link countTry} does over one. */
  countApproverTry(requestId: string, approver: string, most: number): Promise<CountedTry>;
  /** How many were counted over all links of an approver for a request: strongly consistent, 0 where none was. */
  readApproverTries(requestId: string, approver: string): Promise<number>;
}

/**
 * Which mails were sent, so that each is sent once in the normal case and at least once in every case; and which signals
 * that must be sent likewise. A `mailId` is unique within its request.
 */
export interface MailOutbox {
  /** Strongly consistent. */
  wasSent(requestId: string, mailId: string): Promise<boolean>;
  /** Said after sending, under no condition. Said twice it stays sent, be it as of the first moment or the later one. */
  markSent(requestId: string, mailId: string, at: Instant): Promise<void>;
}

export type AccessStore = RequestStore &
  GroupStore &
  TallyStore &
  AuditTrail &
  TaskTokenStore &
  ApprovalLinkStore &
  MailOutbox;
