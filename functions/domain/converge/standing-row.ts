import { type RowIn, rowBase } from '../ledger.ts';
import { startClosing } from './closing-row.ts';
import { type Facts, type Finding, isUnaltered, observedRuleOf, readableFrom, type Step } from './facts.ts';
import type { WantedRule } from './wanted.ts';

const mayBeStale = ({ openedAt }: RowIn<'OPEN'>, facts: Facts): boolean =>
  facts.reading !== null && facts.reading.at < readableFrom(openedAt, facts);

/** Whether a read that can no longer be stale lacks the rule: somebody removed it. */
export const isMissing = (row: RowIn<'OPEN'>, facts: Facts): boolean =>
  facts.reading !== null && observedRuleOf(row, facts) === undefined && !mayBeStale(row, facts);

/**
 * An open row closes once nobody wants it, or when somebody changed its rule by hand. A rule that somebody removed is
 * reported, and whoever still wants it gets a new one. Where the configuration does not have it opened again, those who
 * had it end first (`live-grant.ts`), and only who is still opening remains.
 */
export const stepOpen = (row: RowIn<'OPEN'>, facts: Facts, wanted: WantedRule | null): Step => {
  if (wanted === null) return startClosing(row, row, facts);
  if (facts.reading === null) return { row };
  const seen = observedRuleOf(row, facts);
  const finding = (code: Finding['code'], detail: string): Finding => ({
    code,
    ruleId: row.ruleId,
    grantId: row.grantId,
    detail,
  });
  if (seen === undefined) {
    if (!isMissing(row, facts)) return { row };
    const missing = finding('RULE_MISSING', `${row.key} is not in its group`);
    const isHad = wanted.by.some(({ phase }) => phase === 'ACTIVE');
    if (isHad && !facts.reopensMissing) return { row, finding: missing };
    const { ruleId, openedAt } = row;
    return {
      row: { ...rowBase(row), ruleId, openedAt, state: 'SETTLED', settledAt: facts.now, evidence: 'ABSENT' },
      finding: missing,
    };
  }
  // A stale read might show a new rule without its tags.
  const isUntagged = seen.deployment === null && !mayBeStale(row, facts);
  if (isUnaltered(seen, row) && !isUntagged) return { row };
  const how = isUntagged ? 'has lost its tag' : `now lets in ${seen.summary}`;
  return {
    ...startClosing(row, row, facts),
    finding: finding('RULE_EDITED', `${row.key} ${how}`),
  };
};

/** A settled row is kept as a tombstone, so that a stale read is not taken for a rule without owner. */
export const stepSettled = (row: RowIn<'SETTLED'>, facts: Facts): Step => {
  const seen = observedRuleOf(row, facts);
  if (seen === undefined || facts.reading === null) return { row };
  if (row.ruleId !== null && facts.reading.at < readableFrom(row.settledAt, facts)) return { row };
  return {
    ...startClosing(row, { ruleId: seen.ruleId, openedAt: row.openedAt }, facts),
    finding: {
      code: 'RULE_RETURNED',
      ruleId: seen.ruleId,
      grantId: row.grantId,
      detail: `${row.key} stands although it was settled`,
    },
  };
};

export const isForgettable = (row: RowIn<'SETTLED'>, facts: Facts): boolean =>
  facts.now > readableFrom(row.settledAt, facts) + facts.consistency.staleReads;
