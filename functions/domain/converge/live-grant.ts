import { POSTERN } from '../audit-event.ts';
import type { Ending } from '../grant.ts';
import { keysOf, type StandingGrant } from '../group-state.ts';
import { MINUTE } from '../instant.ts';
import { isRow } from '../ledger.ts';
import { closedBy } from './backstop.ts';
import type { GrantMove } from './grant-move.ts';
import { type Outlook, rowsOf } from './outlook.ts';
import { isMissing } from './standing-row.ts';

const EXPIRED: Ending = { as: 'EXPIRED', by: POSTERN, reason: null, detail: null };
const failed = (reason: string, detail: string | null): Ending => ({
  as: 'FAILED',
  by: POSTERN,
  reason,
  detail,
});
const removedByHand = (detail: string): Ending => ({
  as: 'REVOKED',
  by: POSTERN,
  reason: 'RULE_MISSING',
  detail,
});

/** All of its rules open, or none: only then does its time begin. */
export const whenActivating = (grant: StandingGrant, outlook: Outlook): GrantMove | null => {
  const { grantId } = grant;
  const { facts, refused } = outlook;
  const refusal = refused.get(grantId);
  if (refusal) return { grantId, kind: 'beginEnd', ending: failed(refusal.reason, refusal.detail) };
  const rows = rowsOf(grant, outlook);
  const open = rows.filter(isRow('OPEN')).filter((row) => !isMissing(row, facts));
  const isWhole = keysOf(grant).every((key) => open.some((row) => row.key === key));
  if (!isWhole) return null;
  const expiresAt = Math.min(facts.now + grant.minutes * MINUTE, closedBy(grant, rows));
  return { grantId, kind: 'activate', rules: open.map(({ ruleId }) => ruleId), expiresAt };
};

/**
 * One that is active keeps its rules for as long as it lives. Where somebody removed one by hand it ends, unless the
 * configuration has it opened again: what is said to be open is open, and whoever had the access hears that it is not.
 */
export const whenActive = (grant: StandingGrant, outlook: Outlook): GrantMove | null => {
  const { grantId } = grant;
  const removed = outlook.missing.get(grantId);
  if (removed) {
    const ending = removedByHand(`${removed.ruleId} (${removed.key}) is not in its group any more`);
    return { grantId, kind: 'beginEnd', ending };
  }
  if (!keysOf(grant).some((key) => outlook.openedNow.has(key))) return null;
  const open = rowsOf(grant, outlook).filter(isRow('OPEN'));
  return { grantId, kind: 'renewRules', rules: open.map(({ ruleId }) => ruleId) };
};

/** Its time is over. */
export const whenDue = ({ grantId, phase }: StandingGrant): GrantMove => ({
  grantId,
  kind: 'beginEnd',
  ending: phase === 'ACTIVE' ? EXPIRED : failed('ACTIVATION_TIMED_OUT', null),
});
