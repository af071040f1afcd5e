import type { AccessRequest } from '../../domain/access-request.ts';
import { accessToday } from '../../domain/access-today.ts';
import type { Configuration } from '../../domain/configuration.ts';
import type { GrantMove } from '../../domain/converge/grant-move.ts';
import { withoutBackstopsOf } from '../../domain/converge/move-backstops.ts';
import type { Plan } from '../../domain/converge/plan.ts';
import type { GrantIn } from '../../domain/grant.ts';
import {
  type GroupChange,
  type GroupState,
  isLive,
  keysOf,
  type StandingGrant,
} from '../../domain/group-state.ts';
import type { Instant } from '../../domain/instant.ts';
import type { RowIn } from '../../domain/ledger.ts';
import { groupKey, type RuleKey, ruleKey } from '../../domain/rule-key.ts';
import type { AccessStore } from '../../ports/access-store.ts';
import type { Signals } from '../../ports/signals.ts';
import type { DoubtedRecords } from './doubted-records.ts';
import { recordMoves } from './record-moves.ts';

interface CommitDependencies {
  readonly store: AccessStore;
  readonly signals: Signals;
  readonly configuration: Pick<Configuration, 'targets'>;
}

export type CommittedPlan =
  | {
      readonly outcome: 'COMMITTED';
      readonly change: GroupChange;
      readonly moves: readonly GrantMove[];
      /** Of the intents of the plan, those that were written and may be called for. */
      readonly authorize: readonly RowIn<'INTENT'>[];
    }
  | { readonly outcome: 'CONFLICT' }
  /** A record is in doubt from now on: plan again, without it. */
  | { readonly outcome: 'DOUBTED' }
  /** All that was left to write contradicts the records, or is of records that cannot be written. */
  | { readonly outcome: 'NOTHING_LEFT' };

const withoutGrants = (change: GroupChange, grants: readonly string[]): GroupChange => ({
  ...change,
  putGrants: change.putGrants.filter(({ grantId }) => !grants.includes(grantId)),
  removeGrants: change.removeGrants.filter((grantId) => !grants.includes(grantId)),
});

/** Without what these grants' moves write: their standing, and the backstops that would move with them. */
const withoutMoves = (
  change: GroupChange,
  backstops: Plan['backstops'],
  grants: readonly string[],
): GroupChange => ({
  ...withoutGrants(change, grants),
  putRows: withoutBackstopsOf(grants, change.putRows, backstops),
});

const withoutRows = (change: GroupChange, rows: readonly string[]): GroupChange => ({
  ...change,
  putRows: change.putRows.filter(({ id }) => !rows.includes(id)),
});

const isEmpty = ({ putGrants, removeGrants, putRows, removeRows }: GroupChange): boolean =>
  putGrants.length + removeGrants.length + putRows.length + removeRows.length === 0;

/** Whether the configuration, which no function can write, lets this request mean this rule of this group. */
const isWithinBounds = (
  { configuration }: CommitDependencies,
  request: AccessRequest,
  { group }: GroupState,
  key: RuleKey,
): boolean => {
  const today = accessToday(configuration, request);
  return (
    today.outcome === 'WITHIN_BOUNDS' &&
    groupKey(today.access.group) === groupKey(group) &&
    today.access.permissions.some((allowed) => ruleKey(allowed) === key)
  );
};

/** Whether a request's own record lasts for as long as its group says. */
const isForAsLong = (standing: StandingGrant, grant: GrantIn<'ACTIVATING' | 'ACTIVE'>): boolean =>
  grant.status === 'ACTIVE'
    ? standing.phase === 'ACTIVE' && grant.expiresAt >= standing.endsAt
    : standing.phase === 'ACTIVATING' && grant.minutes >= standing.minutes;

/**
 * What a group believes is not enough to open a port: a live grant's own request must be approved for that rule, and for as
 * long. Nor are both: whoever could write records must not open what the configuration does not allow.
 */
const isVouchedFor = async (
  dependencies: CommitDependencies,
  state: GroupState,
  row: RowIn<'INTENT'>,
  at: Instant,
): Promise<boolean> => {
  for (const grant of state.grants) {
    if (!isLive(grant, at) || !keysOf(grant).includes(row.key)) continue;
    const request = await dependencies.store.read(grant.grantId).catch(() => undefined);
    const isUnderWay = request?.grant?.status === 'ACTIVATING' || request?.grant?.status === 'ACTIVE';
    const isApproved =
      isUnderWay &&
      isForAsLong(grant, request.grant) &&
      request.access.permissions.some((asked) => ruleKey(asked) === row.key);
    if (isApproved && isWithinBounds(dependencies, request, state, row.key)) return true;
  }
  return false;
};

/**
 * Writes a plan against the version that it was made on. A grant whose own record contradicts its group was most
 * likely written in between, and a fresh read will show it (`CONFLICT`). Where it still does after several
 * (`isLastTry`), the records are broken: the grant is left as it is, loudly, and the rules of its group close all the
 * same. So they do where a record cannot be written: those of the plan are doubted, what does not need them is written
 * first, then each of them alone, so that one broken record keeps no port open and no other grant from its end.
 */
export const commitPlan = async (
  dependencies: CommitDependencies,
  state: GroupState,
  plan: Plan & { readonly change: GroupChange },
  at: Instant,
  { isLastTry, doubted }: { readonly isLastTry: boolean; readonly doubted: DoubtedRecords },
): Promise<CommittedPlan> => {
  const { store, signals } = dependencies;
  const others = withoutMoves(plan.change, plan.backstops, grantsOf(plan.moves));
  const chosen = doubted.choose(plan.moves, !isEmpty(others));
  const { changes, impossible } = await recordMoves(store, chosen, at);
  const vouched = await Promise.all(plan.authorize.map((row) => isVouchedFor(dependencies, state, row, at)));
  const unvouched = plan.authorize.filter((_, index) => !vouched[index]);
  if ((impossible.length > 0 || unvouched.length > 0) && !isLastTry) return { outcome: 'CONFLICT' };
  for (const requestId of impossible) doubted.contradicts(requestId);
  for (const requestId of [...impossible, ...unvouched.map(({ grantId }) => grantId)]) {
    signals.send({ code: 'RECORD_CONTRADICTS_GROUP', requestId });
  }

  const left = grantsOf(plan.moves.filter((move) => !chosen.includes(move)));
  const change = withoutRows(
    withoutMoves(plan.change, plan.backstops, [...impossible, ...left]),
    unvouched.map(({ id }) => id),
  );
  if (isEmpty(change) && changes.length === 0) return { outcome: 'NOTHING_LEFT' };
  const written = changes.map(({ after }) => after.id);
  try {
    const { outcome, on } = { on: null, ...(await store.commit({ changes, group: change })) };
    if (outcome === 'COMMITTED') {
      const moves = chosen.filter(({ grantId }) => written.includes(grantId));
      return { outcome, change, moves, authorize: plan.authorize.filter((_, index) => vouched[index]) };
    }
    const isBroken = on === 'REQUEST' && isLastTry;
    if (!isBroken) return { outcome };
    doubted.failed(written, new Error('Its record conflicts with every write'));
  } catch (cause) {
    if (written.length === 0) throw cause;
    doubted.failed(written, cause);
  }
  return { outcome: 'DOUBTED' };
};

const grantsOf = (moves: readonly GrantMove[]): readonly string[] => moves.map(({ grantId }) => grantId);
