import { type GroupState, isLive, keysOf } from '../group-state.ts';
import { isRow, type RowIn } from '../ledger.ts';
import type { Facts } from './facts.ts';
import { isMissing } from './standing-row.ts';

/**
 * Active grants of which somebody removed a rule, by their id, with the row of that rule: their end begins with this plan,
 * and nothing is opened for them any more. There are none where the configuration has such a rule opened again.
 */
export const missingRules = (
  { grants, ledger }: GroupState,
  facts: Facts,
): ReadonlyMap<string, RowIn<'OPEN'>> => {
  const open = facts.reopensMissing ? [] : ledger.filter(isRow('OPEN'));
  const present = new Set(open.filter((row) => !isMissing(row, facts)).map(({ key }) => key));
  const missing = new Map(open.filter(({ key }) => !present.has(key)).map((row) => [row.key, row]));
  return new Map(
    grants
      .filter((grant) => grant.phase === 'ACTIVE' && isLive(grant, facts.now))
      .flatMap((grant) => {
        const key = keysOf(grant).find((one) => missing.has(one));
        const row = key === undefined ? undefined : missing.get(key);
        return row ? [[grant.grantId, row] as const] : [];
      }),
  );
};
