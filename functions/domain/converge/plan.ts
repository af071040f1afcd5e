import { type GroupChange, type GroupState, keysOf } from '../group-state.ts';
import type { LedgerRow, RowIn } from '../ledger.ts';
import { tooLongInParts } from './backstop.ts';
import { awaitedBy } from './ending-grant.ts';
import type { Facts, Finding } from './facts.ts';
import type { GrantMove } from './grant-move.ts';
import { missingRules } from './missing-rules.ts';
import { type MovedBackstop, moveBackstops } from './move-backstops.ts';
import { planGrants, standingAfter } from './plan-grants.ts';
import { planRows } from './plan-rows.ts';
import { refusals } from './refusals.ts';
import { isForgettable } from './standing-row.ts';
import { wantedRules, withoutNeedsOf } from './wanted.ts';

/** The most that one commit takes; see `Commit` in ports/access-store.ts. */
export const MOST_GRANTS = 20;
export const MOST_ROWS = 25;

/** One step of convergence: what to write, all or nothing, and what to call once it is written. */
export interface Plan {
  /** null where nothing is to be written. */
  readonly change: GroupChange | null;
  readonly moves: readonly GrantMove[];
  /** Rows of `change` whose backstop moves because of one of `moves`. */
  readonly backstops: readonly MovedBackstop[];
  /** Claimed by this run in `change`: to be removed in one call. */
  readonly revoke: readonly RowIn<'CLOSING'>[];
  /** Announced by this run in `change`: one call each. */
  readonly authorize: readonly RowIn<'INTENT'>[];
  readonly findings: readonly Finding[];
}

/** Whether an end may be said in the next plan whose receipt must name what else lets the same source in. */
const mayWriteReceipt = ({ grants, ledger }: GroupState): boolean => awaitedBy(grants, ledger).size > 0;

/** Whether a grant that is opening would call a rule open that this run has not seen: somebody may have removed it. */
const mayJoin = ({ grants, ledger }: GroupState, answers: Facts['answers']): boolean => {
  const keys = new Set(grants.filter(({ phase }) => phase === 'ACTIVATING').flatMap(keysOf));
  return ledger.some(
    ({ id, state, key }) => state === 'OPEN' && keys.has(key) && answers.get(id)?.call !== 'AUTHORIZE',
  );
};

/** Whether the next plan cannot be made well without reading the group's rules. */
export const needsReading = (state: GroupState, answers: Facts['answers']): boolean =>
  mayWriteReceipt(state) ||
  mayJoin(state, answers) ||
  state.ledger.some((row) => {
    const answer = answers.get(row.id);
    if (row.state === 'CLOSING') return true;
    return (
      row.state === 'INTENT' &&
      !(answer?.call === 'AUTHORIZE' && (answer.said === 'OPENED' || answer.said === 'REFUSED'))
    );
  });

/** Of rows as they are written, the ids of those whose closing has failed. */
export const failedIn = (rows: readonly LedgerRow[]): readonly string[] =>
  rows.flatMap((row) => (row.state === 'CLOSING' && row.answer === 'FAILED' ? [row.id] : []));

/**
 * Desired is the union of the live grants' rules. Compares that with the ledger, with what EC2 shows and with what
 * this run's calls said, and gives the next step towards it; a plan without change is the end of the way for now.
 */
export const planConvergence = (state: GroupState, facts: Facts): Plan => {
  const refused = new Map([...tooLongInParts(state, facts), ...refusals(state, facts)]);
  const wanted = wantedRules(state, facts, refused);
  const missing = missingRules(state, facts);
  const opening = withoutNeedsOf(new Set(missing.keys()), wanted);
  const rows = planRows(state, facts, { standing: wanted, opening }, MOST_ROWS);
  const failedNow = new Set([...facts.failed, ...failedIn(rows.put)]);
  const openedNow = new Set(rows.put.flatMap((row) => (row.state === 'OPEN' ? [row.key] : [])));
  const outlook = { rows: rows.after, wanted, refused, missing, facts, failedNow, openedNow };
  const standing = new Map(state.grants.map((grant) => [grant.grantId, grant]));
  const { moves, putRows, backstops } = moveBackstops(
    planGrants(state, outlook, MOST_GRANTS),
    rows,
    standing,
    MOST_ROWS,
  );
  const awaited = awaitedBy(state.grants, state.ledger);
  const moved = moves.flatMap((move) => {
    const grant = standing.get(move.grantId);
    return grant ? [{ grantId: move.grantId, before: grant, after: standingAfter(grant, move, facts) }] : [];
  });
  const change: GroupChange = {
    group: state.group,
    basedOn: state.version,
    putGrants: moved.flatMap(({ before, after }) => (after && after !== before ? [after] : [])),
    removeGrants: moved.flatMap(({ grantId, after }) => (after ? [] : [grantId])),
    putRows,
    removeRows: state.ledger
      .filter((row): row is RowIn<'SETTLED'> => row.state === 'SETTLED' && isForgettable(row, facts))
      .filter(({ id }) => !putRows.some((row) => row.id === id) && !awaited.has(id))
      .map(({ id }) => id)
      .slice(0, MOST_ROWS - putRows.length),
  };
  const isEmpty = moves.length + change.putRows.length + change.removeRows.length === 0;
  return {
    change: isEmpty ? null : change,
    moves,
    backstops,
    revoke: rows.revoke,
    authorize: rows.authorize,
    findings: rows.findings,
  };
};
