/** Raised with every change of the tables below. */
export const SCHEMA_VERSION = 4;

/** What came with version 2. */
const ADDED_IN_2 = `
  CREATE TABLE approver_tries (
    request_id TEXT NOT NULL, approver TEXT NOT NULL, tries INTEGER NOT NULL, PRIMARY KEY (request_id, approver)
  ) STRICT;
  CREATE TABLE mail_order (
    position INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (request_id, order_id)
  ) STRICT;

`;

/** What came with version 3. */
const ADDED_IN_3 = `
  CREATE TABLE emergencies (
    target TEXT NOT NULL, person TEXT NOT NULL, version INTEGER NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (target, person)
  ) STRICT;
`;

/** What came with version 4: emergencies became part of what counts every request. */
const CHANGED_IN_4 = `
  ALTER TABLE emergencies RENAME TO tally;
  UPDATE tally SET record = json_set(record, '$.askedAt', json('[]'), '$.hadBefore', json('false'));

  PRAGMA user_version = 4;
`;

/** What makes tables of each earlier version into these. */
export const ADDED_SINCE: Readonly<Record<number, string>> = {
  1: `${ADDED_IN_2}${ADDED_IN_3}${CHANGED_IN_4}`,
  2: `${ADDED_IN_3}${CHANGED_IN_4}`,
  3: CHANGED_IN_4,
};

/**
 * A record is kept as JSON, exactly as the domain has it; the columns beside it are what is searched for.
 * Writers are serialised, so that `audit_event.position` rises in the order of commits.
 */
export const SCHEMA = `
  CREATE TABLE request (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    requester TEXT NOT NULL,
    target TEXT NOT NULL,
    status TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    due_at INTEGER,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX request_by_requester ON request (requester, requested_at, id);
  CREATE INDEX request_by_target ON request (target, requested_at, id);
  CREATE INDEX request_by_due ON request (due_at, id) WHERE due_at IS NOT NULL;

  CREATE TABLE audit_event (
    position INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    at TEXT NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (request_id, sequence)
  ) STRICT;
  CREATE INDEX audit_event_by_time ON audit_event (at, request_id, sequence);
  CREATE TABLE event_cursor (name TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT;

  CREATE TABLE security_group (key TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT;
  CREATE TABLE standing_grant (
    group_key TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (group_key, id)
  ) STRICT;
  CREATE TABLE ledger_row (
    group_key TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (group_key, id)
  ) STRICT;

  CREATE TABLE idempotency (key TEXT PRIMARY KEY, expires_at INTEGER NOT NULL, record TEXT NOT NULL) STRICT;
  CREATE TABLE approval_link (
    token_hash TEXT PRIMARY KEY, tries INTEGER NOT NULL, spent_at INTEGER, record TEXT NOT NULL
  ) STRICT;
  CREATE TABLE task_token (request_id TEXT PRIMARY KEY, token TEXT NOT NULL) STRICT;
  CREATE TABLE sent_mail (
    request_id TEXT NOT NULL, mail_id TEXT NOT NULL, sent_at INTEGER NOT NULL, PRIMARY KEY (request_id, mail_id)
  ) STRICT;
  ${ADDED_IN_2}
  ${ADDED_IN_3}
  ${CHANGED_IN_4}
`;
