import { type Instant, MINUTE, SECOND } from '../instant.ts';
import { type Evidence, type LedgerRow, type RowIn, rowBase } from '../ledger.ts';
import {
  type CloseFailure,
  type Facts,
  newClaim,
  observedRuleOf,
  readableFrom,
  released,
  type Step,
} from './facts.ts';

/**
 * Half of the minute after which the sweeper comes again: whatever the order in which it comes by the groups, and whenever a
 * row was tried, it finds it due. So a close is within the three minutes of invariant 2 after any outage.
 */
const LONGEST_DELAY = MINUTE / 2;

/** 2 s, 4 s, 8 s, … and never more than half a minute: a failing close is never given up, nor hammered. */
export const retryDelay = (failures: number): number =>
  Math.min(LONGEST_DELAY, SECOND * 2 ** Math.min(failures, 20));

/** Marks a row for closing. Whoever wins the marking makes the one revoke call. One-way for this rule id. */
export const startClosing = (
  row: LedgerRow,
  { ruleId, openedAt }: { readonly ruleId: string; readonly openedAt: Instant | null },
  facts: Facts,
): Step => ({
  row: {
    ...rowBase(row),
    ruleId,
    openedAt,
    state: 'CLOSING',
    markedAt: facts.now,
    claim: newClaim(facts),
    answer: null,
    failures: 0,
    lastError: null,
    nextTryAt: facts.now,
  },
  call: 'REVOKE',
});

const settle = (row: RowIn<'CLOSING'>, evidence: Evidence, { now }: Facts): Step => ({
  row: {
    ...rowBase(row),
    ruleId: row.ruleId,
    openedAt: row.openedAt,
    state: 'SETTLED',
    settledAt: now,
    evidence,
  },
});

const failing = (
  row: RowIn<'CLOSING'>,
  error: CloseFailure,
  facts: Facts,
): Step & { readonly row: RowIn<'CLOSING'> } => {
  const failures = row.failures + 1;
  return {
    row: {
      ...row,
      answer: 'FAILED',
      failures,
      lastError: error,
      claim: released(row.claim, facts),
      nextTryAt: facts.now + retryDelay(failures),
    },
    finding: { code: 'REVOKE_CALL_FAILED', ruleId: row.ruleId, grantId: row.grantId, detail: error },
  };
};

/** Takes in what this run's own revoke call said. */
const informed = (row: RowIn<'CLOSING'>, facts: Facts): Step & { readonly row: RowIn<'CLOSING'> } => {
  const answer = facts.answers.get(row.id);
  if (answer?.call !== 'REVOKE' || row.claim.run !== facts.run || row.answer !== null) return { row };
  return answer.said === 'FAILED'
    ? failing(row, answer.error, facts)
    : { row: { ...row, answer: answer.said } };
};

/**
 * From when on a read proves by itself that the rule is gone. Where EC2 said that there is no such rule, the read must
 * only be late enough to show it, had it been there since it was opened; else late enough to show all of its closing.
 */
const provenFrom = ({ answer, openedAt, markedAt }: RowIn<'CLOSING'>, facts: Facts): Instant =>
  answer === 'NOT_FOUND' && openedAt !== null
    ? readableFrom(openedAt, facts)
    : readableFrom(markedAt + facts.consistency.functionTimeout, facts);

/**
 * A closing row is settled when the revoke answer listed its id and a later read lacks it, or when a read lacks it
 * that can no longer be stale. Until then it is called again whenever its last call failed, was never finished, or
 * is contradicted by a read.
 */
export const stepClosing = (before: RowIn<'CLOSING'>, facts: Facts): Step => {
  const step = informed(before, facts);
  const { row } = step;
  const { reading, now } = facts;
  const present = observedRuleOf(row, facts) !== undefined;
  if (reading !== null && !present) {
    if (row.answer === 'LISTED') return settle(row, 'ANSWERED_AND_ABSENT', facts);
    if (reading.at >= provenFrom(row, facts)) return settle(row, 'ABSENT', facts);
  }
  // EC2 says that it is gone, and goes on showing it for longer than a read may be stale.
  const isContradicted =
    present &&
    (row.answer === 'LISTED' || row.answer === 'NOT_FOUND') &&
    reading !== null &&
    reading.at >= readableFrom(row.markedAt + facts.consistency.functionTimeout, facts);
  if (isContradicted) return failing(row, 'STILL_PRESENT', facts);
  const idle = row.claim.until <= now && row.nextTryAt <= now && !facts.answers.has(row.id);
  const callAgain = row.answer === null || row.answer === 'FAILED' || present;
  return idle && callAgain ? { row: { ...row, claim: newClaim(facts), answer: null }, call: 'REVOKE' } : step;
};
