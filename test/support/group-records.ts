import type { Ending } from '../../functions/domain/grant.ts';
import type { GroupChange, GroupState, StandingGrant } from '../../functions/domain/group-state.ts';
import { HOUR, MINUTE } from '../../functions/domain/instant.ts';
import type { Claim, RowIn } from '../../functions/domain/ledger.ts';
import { ruleKey } from '../../functions/domain/rule-key.ts';
import { aGroup, aPermission, ids, START } from './request-records.ts';

/** An active grant of alice's, half an hour long. */
export const aStandingGrant = (overrides: Partial<StandingGrant> = {}): StandingGrant => ({
  grantId: ids.requestId(),
  target: 'orders-db',
  requester: 'alice@example.com',
  permissions: [aPermission()],
  minutes: 30,
  phase: 'ACTIVE',
  endsAt: START + 30 * MINUTE,
  ending: null,
  ...overrides,
});

export const EXPIRY: Ending = { as: 'EXPIRED', by: 'postern', reason: null, detail: null };
export const EARLY_END: Ending = {
  as: 'REVOKED',
  by: 'bob@example.com',
  reason: null,
  detail: 'No longer needed',
};
export const RULE_EXISTS: Ending = {
  as: 'FAILED',
  by: 'postern',
  reason: 'RULE_EXISTS',
  detail: 'sgr-0f0f0f0f0f0f0f0f0 lets it in already',
};

export const aClaim = (overrides: Partial<Claim> = {}): Claim => ({
  run: ids.runId(),
  at: START,
  until: START + MINUTE,
  ...overrides,
});

const rowBase = () => {
  const permission = aPermission();
  return {
    id: ids.ledgerId(),
    grantId: ids.requestId(),
    key: ruleKey(permission),
    permission,
    intentAt: START,
    closeBy: START + HOUR,
  };
};

export const anIntent = (overrides: Partial<RowIn<'INTENT'>> = {}): RowIn<'INTENT'> => ({
  ...rowBase(),
  state: 'INTENT',
  claim: aClaim(),
  effectBy: START + 6 * MINUTE,
  uncertainCalls: 0,
  ...overrides,
});

export const anOpenRow = (overrides: Partial<RowIn<'OPEN'>> = {}): RowIn<'OPEN'> => ({
  ...rowBase(),
  state: 'OPEN',
  ruleId: 'sgr-0123456789abcdef0',
  openedAt: START + 1_500,
  ...overrides,
});

export const aClosingRow = (overrides: Partial<RowIn<'CLOSING'>> = {}): RowIn<'CLOSING'> => ({
  ...rowBase(),
  state: 'CLOSING',
  ruleId: 'sgr-0123456789abcdef0',
  openedAt: START + 1_500,
  markedAt: START + 30 * MINUTE,
  claim: aClaim({ at: START + 30 * MINUTE, until: START + 31 * MINUTE }),
  answer: null,
  failures: 0,
  lastError: null,
  nextTryAt: START + 31 * MINUTE,
  ...overrides,
});

export const aSettledRow = (overrides: Partial<RowIn<'SETTLED'>> = {}): RowIn<'SETTLED'> => ({
  ...rowBase(),
  state: 'SETTLED',
  ruleId: 'sgr-0123456789abcdef0',
  openedAt: START + 1_500,
  settledAt: START + 31 * MINUTE,
  evidence: 'ANSWERED_AND_ABSENT',
  ...overrides,
});

/** A group as it is after its first write: one active grant and its open rule. */
export const aGroupState = (overrides: Partial<GroupState> = {}): GroupState => {
  const grant = aStandingGrant();
  return {
    group: aGroup(),
    version: 1,
    grants: [grant],
    ledger: [anOpenRow({ grantId: grant.grantId })],
    ...overrides,
  };
};

/** A group's first write, of nothing unless the test says what. */
export const aGroupChange = (overrides: Partial<GroupChange> = {}): GroupChange => ({
  group: aGroup(),
  basedOn: 0,
  putGrants: [],
  removeGrants: [],
  putRows: [],
  removeRows: [],
  ...overrides,
});
