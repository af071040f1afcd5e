import type { StandingGrant } from '../group-state.ts';
import type { Instant } from '../instant.ts';
import type { LedgerRow } from '../ledger.ts';
import type { GrantMove } from './grant-move.ts';

/** A row whose backstop moves because of a grant's move. */
export interface MovedBackstop {
  readonly grantId: string;
  readonly rowId: string;
  /** The row as it is written where the move is not made; null where it is not written at all then. */
  readonly otherwise: LedgerRow | null;
}

interface Rows {
  readonly put: readonly LedgerRow[];
  readonly after: readonly LedgerRow[];
}

type Needing = Extract<GrantMove, { readonly kind: 'activate' | 'renewRules' }>;

const isNeeding = (move: GrantMove): move is Needing =>
  move.kind === 'activate' || move.kind === 'renewRules';

/** Until when a grant that is or becomes active needs the rules that its move names. */
const neededUntil = (move: Needing, grants: ReadonlyMap<string, StandingGrant>): Instant =>
  move.kind === 'activate' ? move.expiresAt : (grants.get(move.grantId)?.endsAt ?? 0);

/**
 * A grant may last longer than the rule that it joined was opened for: the rule's backstop moves with it, in the same write. A
 * move whose rules have no room in this write any more is made in the next.
 */
export const moveBackstops = (
  planned: readonly GrantMove[],
  rows: Rows,
  grants: ReadonlyMap<string, StandingGrant>,
  most: number,
): {
  readonly moves: readonly GrantMove[];
  readonly putRows: readonly LedgerRow[];
  readonly backstops: readonly MovedBackstop[];
} => {
  const asPlanned = new Map(rows.put.map((row) => [row.id, row]));
  const put = new Map(asPlanned);
  const backstops: MovedBackstop[] = [];
  const moves = planned.filter((move) => {
    if (!isNeeding(move)) return true;
    const until = neededUntil(move, grants);
    const joined = rows.after
      .map((row) => put.get(row.id) ?? row)
      .filter((row) => row.state === 'OPEN' && move.rules.includes(row.ruleId) && row.closeBy < until);
    const added = joined.filter(({ id }) => !put.has(id)).length;
    if (put.size + added > most) return false;
    for (const row of joined) {
      put.set(row.id, { ...row, closeBy: until });
      backstops.push({ grantId: move.grantId, rowId: row.id, otherwise: asPlanned.get(row.id) ?? null });
    }
    return true;
  });
  return { moves, putRows: [...put.values()], backstops };
};
