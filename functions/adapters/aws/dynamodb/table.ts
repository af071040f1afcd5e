/**
 * The table as both sides must know it: the adapter reads and writes by these names, and the infrastructure builds
 * the table from them. Nothing of the SDK is imported here. Every key attribute is a string.
 */

export const TABLE_KEY = { partition: 'pk', sort: 'sk' } as const;

/** Attribute with the moment, in whole seconds since 1970, after which DynamoDB may delete an item. */
export const TIME_TO_LIVE = 'forgetAt';

/** Attribute that holds the domain's record, unchanged; everything beside it is storage's own. */
export const RECORD = 'record';

/** Attribute that counts tries; counted in place, it stands beside no record. */
export const APPROVER_TRIES = 'tries';

/** Attribute that says what an item is; stream consumers filter on it. */
export const KIND = 'kind';

export const KINDS = {
  request: 'REQUEST',
  auditEvent: 'AUDIT_EVENT',
  taskToken: 'TASK_TOKEN',
  sentMail: 'SENT_MAIL',
  group: 'GROUP',
  standingGrant: 'STANDING_GRANT',
  ledgerRow: 'LEDGER_ROW',
  registeredGroup: 'REGISTERED_GROUP',
  idempotency: 'IDEMPOTENCY',
  approvalLink: 'APPROVAL_LINK',
  approverTries: 'APPROVER_TRIES',
  mailOrder: 'MAIL_ORDER',
  groupIds: 'GROUP_IDS',
  tally: 'TALLY',
} as const;

/** Attribute with a request's place in every list of requests. */
export const REQUEST_PLACE = 'requestedAtAndId';

export interface TableIndex {
  readonly name: string;
  /** Attribute that is the index's partition key. */
  readonly partition: string;
  /** Attribute that is the index's sort key. */
  readonly sort: string;
  /** `ALL`, `KEYS_ONLY`, or the attributes beside the keys that the index carries. */
  readonly projection: 'ALL' | 'KEYS_ONLY' | readonly string[];
}

/**
 * Global secondary indexes, each sparse: only items that carry its attributes stand in it.
 *
 * The two request lists carry keys and what a list may be narrowed by, not the request: a request is rewritten
 * at each of its transitions, its place in a list is not, and a page then shows each request as it is now
 * (`BatchGetItem`, consistent). Audit events never change, so their index carries them whole.
 */
export const INDEXES = {
  byRequester: {
    name: 'byRequester',
    partition: 'requester',
    sort: REQUEST_PLACE,
    projection: ['target', 'status'],
  },
  byTarget: {
    name: 'byTarget',
    partition: 'target',
    sort: REQUEST_PLACE,
    projection: ['requester', 'status'],
  },
  byDay: { name: 'byDay', partition: 'dayAndShard', sort: 'atAndEvent', projection: 'ALL' },
  byDue: { name: 'byDue', partition: 'dueShard', sort: 'dueAtAndId', projection: 'KEYS_ONLY' },
} as const satisfies Record<string, TableIndex>;
