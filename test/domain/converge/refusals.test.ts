import { describe, expect, it } from 'vitest';
import type { CallAnswer, Facts } from '../../../functions/domain/converge/facts.ts';
import { planConvergence } from '../../../functions/domain/converge/plan.ts';
import type { StandingGrant } from '../../../functions/domain/group-state.ts';
import { MINUTE } from '../../../functions/domain/instant.ts';
import type { LedgerRow } from '../../../functions/domain/ledger.ts';
import { ruleKey } from '../../../functions/domain/rule-key.ts';
import {
  aClaim,
  aGroupState,
  anIntent,
  aPermission,
  aSettledRow,
  aStandingGrant,
  ids,
  START,
} from '../../support/records.ts';

const RUN = ids.runId();
const SQL = aPermission();
const DNS = aPermission({ protocol: 'udp', fromPort: 53, toPort: 53 });

const activating = (): StandingGrant =>
  aStandingGrant({ permissions: [SQL, DNS], phase: 'ACTIVATING', endsAt: START + 10 * MINUTE });

const rowFor = (grant: StandingGrant, permission: typeof SQL) => ({
  grantId: grant.grantId,
  permission,
  key: ruleKey(permission),
  intentAt: START,
});
const intent = (grant: StandingGrant, permission: typeof SQL, run = RUN) =>
  anIntent({ ...rowFor(grant, permission), claim: aClaim({ run }), uncertainCalls: 1 });

const REFUSED: CallAnswer = {
  call: 'AUTHORIZE',
  said: 'REFUSED',
  reason: 'LIMIT_EXCEEDED',
  detail: 'The group is full',
};

const planOf = (
  grants: readonly StandingGrant[],
  ledger: readonly LedgerRow[],
  answers: readonly (readonly [LedgerRow, CallAnswer])[],
) => {
  const facts: Facts = {
    now: START + 1_000,
    run: RUN,
    deployment: 'test',
    consistency: { functionTimeout: MINUTE, signatureValidity: 5 * MINUTE, staleReads: 6 * MINUTE },
    reopensMissing: false,
    reading: { at: START + 900, rules: [] },
    isUnreadable: false,
    broken: new Set(),
    failed: new Set(),
    reported: new Set(),
    answers: new Map(answers.map(([row, answer]) => [row.id, answer])),
    newLedgerId: () => ids.ledgerId(),
  };
  return planConvergence(aGroupState({ grants, ledger }), facts);
};
const statesOf = (rows: readonly LedgerRow[] = []) =>
  rows.map(({ key, state }) => `${key.split('/')[0]} ${state}`).toSorted();

describe('a grant of which one rule was refused', () => {
  it('begins to end, and what was opened of it closes, in the very same commit', () => {
    const grant = activating();
    const [sql, dns] = [intent(grant, SQL), intent(grant, DNS)];
    const opened: CallAnswer = { call: 'AUTHORIZE', said: 'OPENED', ruleId: 'sgr-1' };
    const plan = planOf(
      [grant],
      [sql, dns],
      [
        [sql, REFUSED],
        [dns, opened],
      ],
    );
    expect(plan.moves).toMatchObject([
      { grantId: grant.grantId, kind: 'beginEnd', ending: { as: 'FAILED', reason: 'LIMIT_EXCEEDED' } },
    ]);
    expect(statesOf(plan.change?.putRows)).toEqual(['tcp SETTLED', 'udp CLOSING']);
    expect(plan.revoke).toMatchObject([{ ruleId: 'sgr-1' }]);
  });

  it('has nothing announced any more', () => {
    const grant = activating();
    const sql = intent(grant, SQL);
    const plan = planOf([grant], [sql], [[sql, REFUSED]]);
    expect(plan.moves).toMatchObject([{ kind: 'beginEnd' }]);
    expect(plan.authorize).toEqual([]);
  });

  it('takes along who shares that rule with it, and nobody who needs another', () => {
    const [grant, sharing] = [activating(), activating()];
    const other = aStandingGrant({ permissions: [DNS], phase: 'ACTIVATING', endsAt: START + 10 * MINUTE });
    const [sql, dns] = [intent(grant, SQL), intent(grant, DNS)];
    const opened: CallAnswer = { call: 'AUTHORIZE', said: 'OPENED', ruleId: 'sgr-1' };
    const plan = planOf(
      [grant, sharing, other],
      [sql, dns],
      [
        [sql, REFUSED],
        [dns, opened],
      ],
    );
    expect(plan.moves.map(({ grantId, kind }) => [grantId, kind])).toEqual([
      [grant.grantId, 'beginEnd'],
      [sharing.grantId, 'beginEnd'],
      [other.grantId, 'activate'],
    ]);
    expect(statesOf(plan.change?.putRows)).toEqual(['tcp SETTLED', 'udp OPEN']);
  });
});

describe('a grant that came after somebody else was refused', () => {
  it('goes on with the rule that another run is opening for it, and gets its other rules', () => {
    const [refused, later] = [activating(), activating()];
    const past = aSettledRow({ ...rowFor(refused, SQL), ruleId: null, evidence: 'REFUSED' });
    const underWay = intent(later, SQL, ids.runId());
    const plan = planOf([later], [past, underWay], [[past, REFUSED]]);
    expect(plan.moves).toEqual([]);
    expect(plan.authorize.map(({ key, grantId }) => [key, grantId])).toEqual([[ruleKey(DNS), later.grantId]]);
  });
});
