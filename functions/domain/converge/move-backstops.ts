import type { StandingGrant } from '../group-state.ts';
import type { Instant } from '../instant.ts';
import type { LedgerRow } from '../ledger.ts';
import type { GrantMove } from './grant-move.ts';

/** What a grant's move asks of a row: to stand until then at least. */
export interface MovedBackstop {
  readonly grantId: string;
  readonly rowId: string;
  readonly until: Instant;
  /** The row as it is written where no move asks anything of it; null where it is not written at all then. */
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
  const written = new Set(asPlanned.keys());
  const backstops: MovedBackstop[] = [];
  const moves = planned.filter((move) => {
    if (!isNeeding(move)) return true;
    const until = neededUntil(move, grants);
    const joined = rows.after.filter(
      (row) => row.state === 'OPEN' && move.rules.includes(row.ruleId) && row.closeBy < until,
    );
    if (written.size + joined.filter(({ id }) => !written.has(id)).length > most) return false;
    for (const { id } of joined) {
      written.add(id);
      backstops.push({ grantId: move.grantId, rowId: id, until, otherwise: asPlanned.get(id) ?? null });
    }
    return true;
  });
  const putRows = rows.after.filter(({ id }) => written.has(id));
  return { moves, putRows: putRows.map((row) => withBackstops(row, backstops)), backstops };
};

const withBackstops = (row: LedgerRow, backstops: readonly MovedBackstop[]): LedgerRow => {
  const untils = backstops.filter(({ rowId }) => rowId === row.id).map(({ until }) => until);
  return untils.length === 0 ? row : { ...row, closeBy: Math.max(row.closeBy, ...untils) };
};

/** The same rows where the moves of these grants are not made: what only those asked of a row is not written. */
export const withoutBackstopsOf = (
  grants: readonly string[],
  putRows: readonly LedgerRow[],
  backstops: readonly MovedBackstop[],
): readonly LedgerRow[] =>
  putRows.flatMap((row) => {
    const asked = backstops.filter(({ rowId }) => rowId === row.id);
    const left = asked.filter(({ grantId }) => !grants.includes(grantId));
    if (left.length === asked.length) return [row];
    if (left.length === 0) return asked[0]?.otherwise ?? [];
    return [{ ...row, closeBy: Math.max(...left.map(({ until }) => until)) }];
  });
