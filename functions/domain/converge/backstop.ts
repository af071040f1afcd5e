import { ACTIVATION_WINDOW } from '../due.ts';
import { type GroupState, isLive, keysOf, type StandingGrant } from '../group-state.ts';
import { type Instant, MINUTE } from '../instant.ts';
import type { LedgerRow } from '../ledger.ts';
import type { Facts } from './facts.ts';
import type { Refusal } from './refusals.ts';
import { needOf } from './wanted.ts';

/** How much longer than its grant a rule may stand, for the time that opening takes. */
const OPENING_ALLOWANCE = 2 * MINUTE;

/** Until when a rule that is announced now for this grant may stand. */
export const backstopOf = (grant: StandingGrant, { now }: Facts): Instant =>
  now + needOf(grant, now) + OPENING_ALLOWANCE;

/**
 * Until when one rule may let in for a grant that is still opening; null where it says nothing of it. Counted are rules that
 * were opened for it, whatever became of them, and every rule of its ports that stands, whoever it was opened for.
 */
const boundBy = (row: LedgerRow, grant: StandingGrant): Instant | null => {
  const isOwn = row.grantId === grant.grantId;
  if (row.state === 'INTENT' || row.ruleId === null || !(isOwn || row.state === 'OPEN')) return null;
  const beganAt = grant.endsAt - ACTIVATION_WINDOW;
  const since = Math.max(row.openedAt ?? row.intentAt, beganAt);
  const bound = since + grant.minutes * MINUTE + OPENING_ALLOWANCE;
  return isOwn ? Math.min(bound, row.closeBy) : bound;
};

/**
 * When all rules of a grant that is still opening must be closed, whatever it waits for: what stands lets in meanwhile, and no
 * port is open for longer than was approved. Infinite where nothing stood yet.
 */
export const closedBy = (grant: StandingGrant, rows: readonly LedgerRow[]): Instant => {
  const keys = new Set<string>(keysOf(grant));
  const own = rows.filter(({ key }) => keys.has(key));
  return Math.min(...own.map((row) => boundBy(row, grant)).filter((bound) => bound !== null));
};

const TOO_LONG: Refusal = {
  reason: 'ACTIVATION_TIMED_OUT',
  detail: 'Some of its rules stood for as long as was approved before the others could be opened',
};

/** Grants that are still opening although the first of their rules must be closed by now, by their id. */
export const tooLongInParts = (
  { grants, ledger }: GroupState,
  { now }: Facts,
): ReadonlyMap<string, Refusal> =>
  new Map(
    grants
      .filter((grant) => grant.phase === 'ACTIVATING' && isLive(grant, now) && closedBy(grant, ledger) <= now)
      .map(({ grantId }) => [grantId, TOO_LONG] as const),
  );
