import type { AccessRequest, Asked } from '../../functions/domain/access-request.ts';
import type { Change } from '../../functions/domain/change.ts';
import { digestOf } from '../../functions/domain/digest.ts';
import { sha256 } from '../../functions/domain/hash.ts';
import { HOUR, type Instant } from '../../functions/domain/instant.ts';
import type { Principal } from '../../functions/domain/principal.ts';
import { record } from '../../functions/domain/request-transitions.ts';
import type { Review } from '../../functions/domain/review.ts';
import type { GroupRef, Permission } from '../../functions/domain/rule-key.ts';
import { sequentialIds } from './sequential-ids.ts';

/** Ids that no other record of this test file has. */
export const ids = sequentialIds();

/** When test records are made, unless a test says otherwise: a Monday morning. */
export const START: Instant = Date.UTC(2026, 10, 23, 9);

export const ALICE = {
  kind: 'person',
  email: 'alice@example.com',
  groups: ['engineering'],
} as const satisfies Principal;
export const NIGHTLY_EXPORT: Principal = {
  kind: 'machine',
  name: 'nightly-export',
  owners: ['dora@example.com', 'erin@example.com'],
};

export const aGroup = (overrides: Partial<GroupRef> = {}): GroupRef => ({
  account: '111122223333',
  region: 'eu-central-1',
  groupId: 'sg-0a1b2c3d4e5f60718',
  ...overrides,
});

export const aPermission = (overrides: Partial<Permission> = {}): Permission => ({
  protocol: 'tcp',
  fromPort: 5432,
  toPort: 5432,
  source: '10.20.30.40/32',
  ...overrides,
});

/** A manual request of alice's for `orders-db`, 30 minutes, one approval of two people's. */
export const anAsk = (overrides: Partial<Asked> = {}): Asked => {
  const { requestedAt = START } = overrides;
  const subject = {
    requester: ALICE,
    target: 'orders-db',
    access: { group: aGroup(), permissions: [aPermission()] },
    durationMinutes: 30,
  };
  return {
    ...subject,
    id: ids.requestId(),
    digest: digestOf({ ...subject, ...overrides }),
    reason: 'Failed migration: read the stuck orders',
    ticket: null,
    requestedAt,
    decideBy: requestedAt + HOUR,
    startsAt: requestedAt,
    requiredApprovals: 1,
    approvers: ['bob@example.com', 'carol@example.com'],
    policy: {
      outcome: 'manual',
      version: sha256('policies'),
      determinedBy: ['ask-for-orders-db'],
      reasons: [],
      maxMinutes: null,
      approvals: 1,
    },
    ...overrides,
  };
};

/** What a policy outcome other than `manual` looks like in an ask. */
export const policyOutcome = (outcome: Asked['policy']['outcome']): Pick<Asked, 'policy'> => ({
  policy: {
    outcome,
    version: sha256('policies'),
    determinedBy: [`${outcome}-for-orders-db`],
    reasons: [],
    maxMinutes: null,
    approvals: null,
  },
});

/** The first write of a request. */
export const aNewRequest = (overrides: Partial<Asked> = {}): Change => record(anAsk(overrides));

/** A request as it is right after asking: pending, unless its policy outcome says otherwise. */
export const aRequest = (overrides: Partial<Asked> = {}): AccessRequest => aNewRequest(overrides).after;

export const aReview = (overrides: Partial<Review> = {}): Review => ({
  reviewer: 'bob@example.com',
  decision: 'APPROVE',
  comment: null,
  durationMinutes: null,
  reviewedAt: START + 60_000,
  ...overrides,
});
