import type { Plan } from '../../domain/converge/plan.ts';
import type { GroupChange } from '../../domain/group-state.ts';
import type { Instant } from '../../domain/instant.ts';
import type { AccessStore } from '../../ports/access-store.ts';
import type { Signals } from '../../ports/signals.ts';
import { recordMoves } from './record-moves.ts';

const without = (change: GroupChange, grants: readonly string[]): GroupChange => ({
  ...change,
  putGrants: change.putGrants.filter(({ grantId }) => !grants.includes(grantId)),
  removeGrants: change.removeGrants.filter((grantId) => !grants.includes(grantId)),
});

export type CommittedPlan =
  | { readonly outcome: 'COMMITTED'; readonly change: GroupChange }
  | { readonly outcome: 'CONFLICT' }
  /** All that was left to write contradicts the records. */
  | { readonly outcome: 'NOTHING_LEFT' };

/**
 * Writes a plan against the version that it was made on. A grant whose own record contradicts its group was most
 * likely written in between, and a fresh read will show it (`CONFLICT`). Where it still does after several
 * (`isLastTry`), the records are broken: the grant is left as it is, loudly, and the rules of its group close all the
 * same. A broken record must never keep a port open.
 */
export const commitPlan = async (
  { store, signals }: { readonly store: AccessStore; readonly signals: Signals },
  plan: Plan & { readonly change: GroupChange },
  at: Instant,
  isLastTry: boolean,
): Promise<CommittedPlan> => {
  const { changes, impossible } = await recordMoves(store, plan.moves, at);
  if (impossible.length > 0 && !isLastTry) return { outcome: 'CONFLICT' };
  const change = without(plan.change, impossible);
  const isEmpty =
    [change.putGrants, change.removeGrants, change.putRows, change.removeRows].every(
      ({ length }) => length === 0,
    ) && changes.length === 0;
  for (const requestId of impossible) signals.send({ code: 'RECORD_CONTRADICTS_GROUP', requestId });
  if (isEmpty) return { outcome: 'NOTHING_LEFT' };
  const { outcome } = await store.commit({ changes, group: change });
  return outcome === 'COMMITTED' ? { outcome, change } : { outcome };
};
