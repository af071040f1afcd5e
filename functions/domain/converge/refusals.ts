import { type GroupState, isLive, keysOf, type StandingGrant } from '../group-state.ts';
import type { LedgerRow } from '../ledger.ts';
import type { RuleKey } from '../rule-key.ts';
import type { Facts } from './facts.ts';

/** Why EC2 would not open a rule. */
export interface Refusal {
  /** Stable code, such as `LIMIT_EXCEEDED`. */
  readonly reason: string;
  readonly detail: string;
}

type Refused = { readonly row: LedgerRow; readonly refusal: Refusal };

/** Whether what was refused is this grant's: its own rule, or one that nobody else is still opening or holding for it. */
const concerns = (
  { row }: Refused,
  grant: StandingGrant,
  rows: readonly LedgerRow[],
  all: readonly Refused[],
) =>
  row.grantId === grant.grantId ||
  !rows.some(
    ({ id, key, state }) =>
      key === row.key && state !== 'SETTLED' && !all.some((refused) => refused.row.id === id),
  );

/**
 * Activating grants that a call of this run has refused a rule, by their id. All rules of a grant open, or none: nothing
 * more is opened for such a grant, and what was opened is closed. A grant that came later and has the same rule opened by
 * a run of its own is not among them.
 */
export const refusals = (
  { grants, ledger }: GroupState,
  { answers, now }: Facts,
): ReadonlyMap<string, Refusal> => {
  const all = ledger.flatMap((row): readonly Refused[] => {
    const answer = answers.get(row.id);
    if (answer?.call !== 'AUTHORIZE' || answer.said !== 'REFUSED') return [];
    return [{ row, refusal: { reason: answer.reason, detail: answer.detail } }];
  });
  const found = grants
    .filter((grant) => grant.phase === 'ACTIVATING' && isLive(grant, now))
    .flatMap((grant): readonly (readonly [string, Refusal])[] => {
      const keys = new Set<RuleKey>(keysOf(grant));
      const first = all.find((one) => keys.has(one.row.key) && concerns(one, grant, ledger, all));
      return first ? [[grant.grantId, first.refusal]] : [];
    });
  return new Map(found);
};
