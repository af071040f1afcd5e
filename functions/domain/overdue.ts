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
  // EC2 has said that it is not there; what is left is to see it in a read.
  if (row.state === 'CLOSING') return row.answer === null || row.answer === 'FAILED' ? row.markedAt : null;
  if (row.state !== 'OPEN') return null;
  const needing = grants.filter((grant) => keysOf(grant).includes(row.key));
  if (needing.some((grant) => isLive(grant, now))) return row.closeBy < now ? row.closeBy : null;
  return Math.max(row.intentAt, ...needing.map(({ endsAt }) => endsAt));
};

/** Rules that may still let somebody in although every grant that needed them is long over. */
export const overdueRules = (state: GroupState, now: Instant): number =>
  state.ledger
    .map((row) => unneededSince(row, state, now))
    .filter((since) => since !== null && now > since + ALLOWED_AFTER_END).length;
