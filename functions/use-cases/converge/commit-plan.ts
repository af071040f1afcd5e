import type { Plan } from '../../domain/converge/plan.ts';
import { type GroupChange, type GroupState, isLive, keysOf } from '../../domain/group-state.ts';
import type { Instant } from '../../domain/instant.ts';
import type { RowIn } from '../../domain/ledger.ts';
import { ruleKey } from '../../domain/rule-key.ts';
import type { AccessStore } from '../../ports/access-store.ts';
import type { Signals } from '../../ports/signals.ts';
import { recordMoves } from './record-moves.ts';

interface CommitDependencies {
  readonly store: AccessStore;
  readonly signals: Signals;
}

export type CommittedPlan =
  | {
      readonly outcome: 'COMMITTED';
      readonly change: GroupChange;
      /** Of the intents of the plan, those that were written and may be called for. */
      readonly authorize: readonly RowIn<'INTENT'>[];
    }
  | { readonly outcome: 'CONFLICT' }
  /** All that was left to write contradicts the records. */
  | { readonly outcome: 'NOTHING_LEFT' };

const withoutGrants = (change: GroupChange, grants: readonly string[]): GroupChange => ({
  ...change,
  putGrants: change.putGrants.filter(({ grantId }) => !grants.includes(grantId)),
  removeGrants: change.removeGrants.filter((grantId) => !grants.includes(grantId)),
});

const withoutRows = (change: GroupChange, rows: readonly string[]): GroupChange => ({
  ...change,
  putRows: change.putRows.filter(({ id }) => !rows.includes(id)),
});

const isEmpty = ({ putGrants, removeGrants, putRows, removeRows }: GroupChange): boolean =>
  putGrants.length + removeGrants.length + putRows.length + removeRows.length === 0;

/** What a group believes is not enough to open a port: a live grant's own request must be approved for that rule. */
const isVouchedFor = async (
  { store }: CommitDependencies,
  state: GroupState,
  row: RowIn<'INTENT'>,
  at: Instant,
): Promise<boolean> => {
  for (const grant of state.grants) {
    if (!isLive(grant, at) || !keysOf(grant).includes(row.key)) continue;
    const request = await store.read(grant.grantId).catch(() => undefined);
    const isUnderWay = request?.grant?.status === 'ACTIVATING' || request?.grant?.status === 'ACTIVE';
    if (isUnderWay && request.access.permissions.some((asked) => ruleKey(asked) === row.key)) return true;
  }
  return false;
};

/**
 * Writes a plan against the version that it was made on. A grant whose own record contradicts its group was most
 * likely written in between, and a fresh read will show it (`CONFLICT`). Where it still does after several
 * (`isLastTry`), the records are broken: the grant is left as it is, loudly, and the rules of its group close all the
 * same. Close first, say later: a record that cannot be read or written must never keep a port open.
 */
export const commitPlan = async (
  dependencies: CommitDependencies,
  state: GroupState,
  plan: Plan & { readonly change: GroupChange },
  at: Instant,
  isLastTry: boolean,
): Promise<CommittedPlan> => {
  const { store, signals } = dependencies;
  const { changes, impossible } = await recordMoves(store, plan.moves, at);
  const vouched = await Promise.all(plan.authorize.map((row) => isVouchedFor(dependencies, state, row, at)));
  const unvouched = plan.authorize.filter((_, index) => !vouched[index]);
  if ((impossible.length > 0 || unvouched.length > 0) && !isLastTry) return { outcome: 'CONFLICT' };
  for (const requestId of [...impossible, ...unvouched.map(({ grantId }) => grantId)]) {
    signals.send({ code: 'RECORD_CONTRADICTS_GROUP', requestId });
  }

  const authorize = plan.authorize.filter((_, index) => vouched[index]);
  const change = withoutRows(
    withoutGrants(plan.change, impossible),
    unvouched.map(({ id }) => id),
  );
  if (isEmpty(change) && changes.length === 0) return { outcome: 'NOTHING_LEFT' };
  try {
    const { outcome } = await store.commit({ changes, group: change });
    return outcome === 'COMMITTED' ? { outcome, change, authorize } : { outcome };
  } catch (cause) {
    const rowsAlone = withoutGrants(
      change,
      plan.moves.map(({ grantId }) => grantId),
    );
    if (changes.length === 0 || isEmpty(rowsAlone)) throw cause;
    for (const { after } of changes) signals.send({ code: 'RECORD_NOT_WRITTEN', requestId: after.id, cause });
    const { outcome } = await store.commit({ changes: [], group: rowsAlone });
    return outcome === 'COMMITTED' ? { outcome, change: rowsAlone, authorize } : { outcome };
  }
};
