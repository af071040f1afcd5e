import { type GroupState, isLive, keysOf } from './group-state.ts';
import { type Instant, MINUTE } from './instant.ts';
import type { LedgerRow } from './ledger.ts';

/** Invariant 2 of the design: no rule outlives its last live grant by more than that. */
const ALLOWED_AFTER_END = 3 * MINUTE;

/**
 * Since when nobody needs a rule that may still stand, or its backstop has passed, whoever is said to need it; null where
 * neither can be said.
 */
const unneededSince = (row: LedgerRow, { grants }: GroupState, now: Instant): Instant | null => {
  if (row.state !== 'OPEN' && row.state !== 'CLOSING') return null;
  const needing = grants.filter((grant) => keysOf(grant).includes(row.key));
  const isNeeded = needing.some((grant) => isLive(grant, now));
  const lastNeeded = Math.max(row.intentAt, ...needing.map(({ endsAt }) => endsAt));
  if (row.state === 'OPEN') {
    if (!isNeeded) return lastNeeded;
    return row.closeBy < now ? row.closeBy : null;
  }
  // EC2 has said that it is not there; what is left is to see it in a read.
  if (row.answer === 'LISTED' || row.answer === 'NOT_FOUND') return null;
  // That its closing began is no new beginning.
  return isNeeded || needing.length === 0 ? row.markedAt : Math.min(row.markedAt, lastNeeded);
};

/** Rules that may still let somebody in although every grant that needed them is long over. */
export const overdueRules = (state: GroupState, now: Instant): number =>
  state.ledger
    .map((row) => unneededSince(row, state, now))
    .filter((since) => since !== null && now > since + ALLOWED_AFTER_END).length;
