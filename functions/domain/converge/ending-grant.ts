import type { Closure } from '../grant.ts';
import { keysOf, type StandingGrant } from '../group-state.ts';
import { type Instant, MINUTE } from '../instant.ts';
import { isRow, type LedgerRow, type RowIn } from '../ledger.ts';
import type { GrantMove } from './grant-move.ts';
import { otherWaysIn } from './other-ways-in.ts';
import { type Outlook, rowsOf } from './outlook.ts';

/** Failures in a row after which a close is called failed; a refusal is at once. */
const FAILURES_UNTIL_REPORT = 3;
/** How long a rule that was called to close may go unread before that is called failed. */
const UNREADABLE_FOR = 3 * MINUTE;
/** Bounds what a record can grow by: more than any grant has rules. */
const MOST_CLOSURES = 20;

/** What was settled for this grant: its own rows, and those that it shared and that stood until its end. */
const settledFor = (grant: StandingGrant, rows: readonly LedgerRow[]): readonly RowIn<'SETTLED'>[] => {
  const keys = new Set(keysOf(grant));
  return (
    rows
      .filter(isRow('SETTLED'))
      .filter(({ key }) => keys.has(key))
      .filter(({ grantId, settledAt }) => grantId === grant.grantId || settledAt >= grant.endsAt)
      // Rules that stood before intents of which none was ever seen.
      .toSorted((a, b) => Number(a.ruleId === null) - Number(b.ruleId === null))
      .slice(0, MOST_CLOSURES)
  );
};

/**
 * Ids of settled rows that a grant will name when its end is said. A rule of several may close long after the others:
 * the receipt says what became of all of them.
 */
export const awaitedBy = (
  grants: readonly StandingGrant[],
  rows: readonly LedgerRow[],
): ReadonlySet<string> =>
  new Set(
    grants
      .filter(({ phase }) => phase === 'REVOKING')
      .flatMap((grant) => settledFor(grant, rows).map(({ id }) => id)),
  );

const closuresOf = (grant: StandingGrant, { rows, facts: { reading } }: Outlook): readonly Closure[] =>
  settledFor(grant, rows).map(({ id, ruleId, settledAt, evidence, permission }) => ({
    ledgerId: id,
    ruleId,
    settledAt,
    evidence,
    otherWaysIn: reading && permission && otherWaysIn(permission, ruleId, reading.rules),
  }));

/** Since when a rule is closing, or may stand although its grant is over. */
const unreadSince = (row: RowIn<'INTENT' | 'CLOSING'>): Instant =>
  row.state === 'CLOSING' ? row.markedAt : row.claim.until;

/** What keeps rules from being closed, once it is more than a passing trouble. */
const failureOf = (
  blocking: readonly LedgerRow[],
  { facts, failedNow }: Outlook,
): { readonly lastError: string; readonly nextTryAt: Instant } | null => {
  const worst = blocking
    .filter(isRow('CLOSING'))
    .find(
      ({ id, failures, lastError }) =>
        failedNow.has(id) && (failures >= FAILURES_UNTIL_REPORT || lastError === 'ACCESS_DENIED'),
    );
  if (worst) return { lastError: worst.lastError ?? 'UNKNOWN', nextTryAt: worst.nextTryAt };
  const isBlind =
    facts.isUnreadable &&
    blocking.filter(isRow('INTENT', 'CLOSING')).some((row) => unreadSince(row) + UNREADABLE_FOR <= facts.now);
  return isBlind ? { lastError: 'GROUP_UNREADABLE', nextTryAt: facts.now + MINUTE } : null;
};

/** Its end is said once each of its rules is settled, or held by another live grant; it is loud while one does not close. */
export const whenRevoking = (grant: StandingGrant, outlook: Outlook): GrantMove | null => {
  const { grantId } = grant;
  const rows = rowsOf(grant, outlook);
  const blocking = rows.filter(
    (row) =>
      isRow('INTENT', 'OPEN', 'CLOSING')(row) && !(outlook.wanted.has(row.key) && row.state !== 'CLOSING'),
  );
  if (blocking.length === 0) {
    return {
      grantId,
      kind: 'end',
      closures: closuresOf(grant, outlook),
      held: keysOf(grant).flatMap((ruleKey) => {
        const [holder] = outlook.wanted.get(ruleKey)?.by ?? [];
        return holder ? [{ ruleKey, byGrant: holder.grantId }] : [];
      }),
    };
  }
  const openRules = blocking.filter(isRow('OPEN', 'CLOSING')).map(({ ruleId }) => ruleId);
  const report = outlook.facts.reported.has(grantId) ? null : failureOf(blocking, outlook);
  return report && { grantId, kind: 'reportFailure', ...report, openRules };
};
