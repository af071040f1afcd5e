import { type GroupState, isLive, type StandingGrant } from '../group-state.ts';
import type { Instant } from '../instant.ts';
import type { LedgerRow } from '../ledger.ts';
import type { Facts } from './facts.ts';
import type { Refusal } from './refusals.ts';

const isOpened = (row: LedgerRow): boolean => row.state !== 'INTENT' && row.ruleId !== null;

/**
 * When the first rule that was ever opened for a grant must be closed; infinite where none was. All of its rules go by that:
 * what waits for the others lets in meanwhile, and no port is open for longer than was approved.
 */
export const closedBy = ({ grantId }: StandingGrant, rows: readonly LedgerRow[]): Instant =>
  Math.min(...rows.filter((row) => row.grantId === grantId && isOpened(row)).map(({ closeBy }) => closeBy));

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
