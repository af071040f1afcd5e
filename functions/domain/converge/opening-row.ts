import type { StandingGrant } from '../group-state.ts';
import { type Evidence, type LedgerRow, type RowIn, rowBase } from '../ledger.ts';
import type { ObservedRule } from '../observed-rule.ts';
import type { Permission } from '../rule-key.ts';
import { ruleKey } from '../rule-key.ts';
import { backstopOf } from './backstop.ts';
import { startClosing } from './closing-row.ts';
import {
  type Facts,
  type Finding,
  isUnaltered,
  newClaim,
  observedRuleOf,
  readableFrom,
  released,
  type Step,
} from './facts.ts';
import type { WantedRule } from './wanted.ts';

const announcement = (facts: Facts) => {
  const claim = newClaim(facts);
  return { claim, effectBy: claim.until + facts.consistency.signatureValidity };
};

/** Says, before EC2 is called, that a rule is about to be opened. */
export const announce = (
  permission: Permission,
  grant: StandingGrant,
  facts: Facts,
): Step & { readonly row: RowIn<'INTENT'> } => ({
  row: {
    id: facts.newLedgerId(),
    grantId: grant.grantId,
    key: ruleKey(permission),
    permission,
    intentAt: facts.now,
    closeBy: backstopOf(grant, facts),
    state: 'INTENT',
    ...announcement(facts),
    uncertainCalls: 1,
  },
  call: 'AUTHORIZE',
});

const settle = (row: RowIn<'INTENT'>, evidence: Evidence, { now }: Facts): Step => ({
  row: { ...rowBase(row), ruleId: null, openedAt: null, state: 'SETTLED', settledAt: now, evidence },
});

const edited = ({ key, grantId }: LedgerRow, seen: ObservedRule): Finding => ({
  code: 'RULE_EDITED',
  ruleId: seen.ruleId,
  grantId,
  detail: `${key} now lets in ${seen.summary}`,
});

/** Takes in what this run's own authorize call said, where that excludes or leaves open an effect. */
const informed = (row: RowIn<'INTENT'>, facts: Facts): RowIn<'INTENT'> => {
  const answer = facts.answers.get(row.id);
  const mine = row.claim.run === facts.run && row.claim.until > facts.now;
  if (answer?.call !== 'AUTHORIZE' || !mine) return row;
  const uncertainCalls = answer.said === 'UNKNOWN' ? row.uncertainCalls : row.uncertainCalls - 1;
  return { ...row, claim: released(row.claim, facts), uncertainCalls };
};

/** Whether a call was made for it, by a run that is over, of which nobody knows whether it will take effect. */
export const isDoubtful = (row: RowIn<'INTENT'>, { now }: Facts): boolean =>
  row.uncertainCalls > 0 && row.claim.until <= now;

/**
 * An intent is settled, never dropped: it becomes open once its rule is known, is announced again while a live grant
 * wants it and its last call is known to have had no effect, and is given up only when no call of it can still take
 * effect. A doubtful one is not called again: the next call gets an intent of its own, so that this one stays to
 * watch for what a late call opens.
 */
export const stepIntent = (
  before: RowIn<'INTENT'>,
  facts: Facts,
  wanted: WantedRule | null,
  mustWait: (grant: StandingGrant) => boolean,
): Step => {
  const answer = facts.answers.get(before.id);
  const seen = observedRuleOf(before, facts);
  const ruleId = answer?.call === 'AUTHORIZE' && answer.said === 'OPENED' ? answer.ruleId : seen?.ruleId;
  if (ruleId !== undefined) {
    const opened = { ruleId, openedAt: facts.now };
    if (seen !== undefined && !isUnaltered(seen, before)) {
      return { ...startClosing(before, opened, facts), finding: edited(before, seen) };
    }
    return wanted && before.closeBy > facts.now
      ? { row: { ...rowBase(before), state: 'OPEN', ...opened } }
      : startClosing(before, opened, facts);
  }

  const row = informed(before, facts);
  if (answer?.call === 'AUTHORIZE' && answer.said === 'REFUSED' && row.uncertainCalls === 0) {
    return settle(row, 'REFUSED', facts);
  }
  if (wanted === null) {
    if (row.uncertainCalls === 0) return settle(row, 'REFUSED', facts);
    const provenFrom = readableFrom(row.effectBy, facts);
    return facts.reading !== null && facts.reading.at >= provenFrom ? settle(row, 'ABSENT', facts) : { row };
  }
  const isIdle = row.claim.until <= facts.now && row.uncertainCalls === 0;
  const callAgain = isIdle && facts.reading !== null && answer === undefined;
  if (!callAgain) return { row };
  const grant = wanted.by.find(({ grantId }) => grantId === row.grantId);
  // Who it was for is gone: whoever else wants the rule gets an intent of their own.
  if (grant === undefined) return settle(row, 'REFUSED', facts);
  if (mustWait(grant)) return { row };
  return {
    row: {
      ...row,
      ...announcement(facts),
      uncertainCalls: 1,
      closeBy: backstopOf(grant, facts),
    },
    call: 'AUTHORIZE',
  };
};
