import { keysOf, type StandingGrant } from '../group-state.ts';
import type { LedgerRow, RowIn } from '../ledger.ts';
import type { RuleKey } from '../rule-key.ts';
import type { Facts } from './facts.ts';
import type { Refusal } from './refusals.ts';
import type { WantedRule } from './wanted.ts';

/** What a grant's next move is decided by: the rows as the plan leaves them, and how they came to be so. */
export interface Outlook {
  readonly rows: readonly LedgerRow[];
  readonly wanted: ReadonlyMap<RuleKey, WantedRule>;
  readonly refused: ReadonlyMap<string, Refusal>;
  /** Active grants of which somebody removed a rule, with its row. */
  readonly missing: ReadonlyMap<string, RowIn<'OPEN'>>;
  readonly facts: Facts;
  /** Closing rows that failed once more in this run, be it in this very plan. */
  readonly failedNow: ReadonlySet<string>;
  /** Keys for which a rule was opened in this very plan. */
  readonly openedNow: ReadonlySet<RuleKey>;
}

export const rowsOf = (grant: StandingGrant, { rows }: Pick<Outlook, 'rows'>): readonly LedgerRow[] => {
  const keys = new Set(keysOf(grant));
  return rows.filter(({ key }) => keys.has(key));
};
