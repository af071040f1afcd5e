import { type ApprovalLink, hashDecision, hashToken } from '../../functions/domain/approval-link.ts';
import { sha256 } from '../../functions/domain/hash.ts';
import { DAY, HOUR } from '../../functions/domain/instant.ts';
import type { IdempotencyRecord } from '../../functions/ports/access-store.ts';
import { ids, START } from './request-records.ts';
import { sequentialSecrets } from './sequential-ids.ts';

const secrets = sequentialSecrets();

/** An unused link of bob's. */
export const aLink = (overrides: Partial<ApprovalLink> = {}): ApprovalLink => {
  const token = secrets.token();
  return {
    tokenHash: hashToken(token),
    decisionHash: hashDecision(token, secrets.code()),
    requestId: ids.requestId(),
    approver: 'bob@example.com',
    digest: sha256('orders-db, 30 minutes'),
    issuedAt: START,
    expiresAt: START + HOUR,
    tries: 0,
    spentAt: null,
    ...overrides,
  };
};

export const anIdempotencyRecord = (overrides: Partial<IdempotencyRecord> = {}): IdempotencyRecord => {
  const requestId = overrides.requestId ?? ids.requestId();
  return {
    key: sha256(`alice@example.com and the key of ${requestId}`),
    requestId,
    bodyHash: sha256('{"target":"orders-db"}'),
    expiresAt: START + DAY,
    ...overrides,
  };
};
