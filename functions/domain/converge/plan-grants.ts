import { POSTERN } from '../audit-event.ts';
import type { Closure, Ending } from '../grant.ts';
import { type GroupState, isLive, keysOf, type StandingGrant } from '../group-state.ts';
import { type Instant, MINUTE } from '../instant.ts';
import type { LedgerRow, RowIn } from '../ledger.ts';
import type { RuleKey } from '../rule-key.ts';
import { closedBy } from './backstop.ts';
import type { Facts } from './facts.ts';
import type { GrantMove } from './grant-move.ts';
import { otherWaysIn } from './other-ways-in.ts';
import type { Refusal } from './refusals.ts';
import type { WantedRule } from './wanted.ts';

/** Failures in a row after which a close is called failed; a refusal is at once. */
const FAILURES_UNTIL_REPORT = 3;
/** How long a rule that was called to close may go unread before that is called failed. */
const UNREADABLE_FOR = 3 * MINUTE;
/** Bounds what a record can grow by: more than any grant has rules. */
const MOST_CLOSURES = 20;
const ENDING: Ending = { as: 'EXPIRED', by: POSTERN, reason: null, detail: null };
const failed = (reason: string, detail: string | null): Ending => ({
  as: 'FAILED',
  by: POSTERN,
  reason,
  detail,
});

interface Outlook {
  readonly rows: readonly LedgerRow[];
  readonly wanted: ReadonlyMap<RuleKey, WantedRule>;
  readonly refused: ReadonlyMap<string, Refusal>;
  readonly facts: Facts;
  /** Closing rows that failed once more in this very plan. */
  readonly failedNow: ReadonlySet<string>;
  /** Keys for which a rule was opened in this very plan. */
  readonly openedNow: ReadonlySet<RuleKey>;
}

const isRow =
  <S extends LedgerRow['state']>(...states: readonly S[]) =>
  (row: LedgerRow): row is RowIn<S> =>
    (states as readonly string[]).includes(row.state);

const rowsOf = (grant: StandingGrant, { rows }: Outlook): readonly LedgerRow[] => {
  const keys = new Set(keysOf(grant));
  return rows.filter(({ key }) => keys.has(key));
};

const whenLive = (grant: StandingGrant, outlook: Outlook): GrantMove | null => {
  const { grantId } = grant;
  const rows = rowsOf(grant, outlook);
  const open = rows.filter(isRow('OPEN'));
  const rules = open.map(({ ruleId }) => ruleId);
  if (grant.phase !== 'ACTIVATING') {
    return keysOf(grant).some((key) => outlook.openedNow.has(key))
      ? { grantId, kind: 'renewRules', rules }
      : null;
  }
  const refusal = outlook.refused.get(grantId);
  if (refusal) return { grantId, kind: 'beginEnd', ending: failed(refusal.reason, refusal.detail) };
  const { now } = outlook.facts;
  const isWhole = keysOf(grant).every((key) => open.some((row) => row.key === key));
  if (!isWhole) return null;
  const expiresAt = Math.min(now + grant.minutes * MINUTE, closedBy(grant, rows));
  return { grantId, kind: 'activate', rules, expiresAt };
};

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

const whenRevoking = (grant: StandingGrant, outlook: Outlook): GrantMove | null => {
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

const whenDue = ({ grantId, phase }: StandingGrant): GrantMove => ({
  grantId,
  kind: 'beginEnd',
  ending: phase === 'ACTIVE' ? ENDING : failed('ACTIVATION_TIMED_OUT', null),
});

/** What becomes of the grants, given what became of the rows: at most `most` of them, one move each. */
export const planGrants = (state: GroupState, outlook: Outlook, most: number): readonly GrantMove[] =>
  state.grants
    .filter(({ grantId }) => !outlook.facts.broken.has(grantId))
    .flatMap((grant) => {
      if (grant.phase === 'REVOKING') return whenRevoking(grant, outlook) ?? [];
      return (isLive(grant, outlook.facts.now) ? whenLive(grant, outlook) : whenDue(grant)) ?? [];
    })
    .slice(0, most);

/** The grant as its group sees it after a move; null once its end is said. */
export const standingAfter = (
  grant: StandingGrant,
  move: GrantMove,
  { now }: Facts,
): StandingGrant | null => {
  switch (move.kind) {
    case 'activate':
      return { ...grant, phase: 'ACTIVE', endsAt: move.expiresAt };
    case 'beginEnd':
      return { ...grant, phase: 'REVOKING', endsAt: Math.min(grant.endsAt, now), ending: move.ending };
    case 'renewRules':
    case 'reportFailure':
      return grant;
    case 'end':
      return null;
  }
};
