import type { Ending } from './grant.ts';
import type { Instant } from './instant.ts';
import { type LedgerRow, mayStand } from './ledger.ts';
import type { GroupRef, Permission, RuleKey } from './rule-key.ts';
import { ruleKey } from './rule-key.ts';

/** A grant as its security group sees it, from the start of its activation until its end is said. */
export interface StandingGrant {
  readonly grantId: string;
  readonly target: string;
  /** Principal's name. */
  readonly requester: string;
  readonly permissions: readonly Permission[];
  readonly minutes: number;
  readonly phase: 'ACTIVATING' | 'ACTIVE' | 'REVOKING';
  /** Activating: when activation is given up. Active: when the grant expires. Revoking: when its end began. */
  readonly endsAt: Instant;
  /** Set while revoking. */
  readonly ending: Ending | null;
}

/** Everything that decides what one security group should let in. */
export interface GroupState {
  readonly group: GroupRef;
  /** Rises by one with every write; 0 where nothing was ever written. */
  readonly version: number;
  readonly grants: readonly StandingGrant[];
  /** Rows that are not settled, and tombstones of those settled lately. */
  readonly ledger: readonly LedgerRow[];
}

export const isLive = (grant: StandingGrant, now: Instant): boolean =>
  grant.phase !== 'REVOKING' && now < grant.endsAt;

export const keysOf = (grant: StandingGrant): readonly RuleKey[] => grant.permissions.map(ruleKey);

/** Rows of the rules of a grant that may stand, whichever grant they were opened for. */
export const rowsThatMayStand = (grant: StandingGrant, { ledger }: GroupState): readonly LedgerRow[] => {
  const keys = keysOf(grant);
  return ledger.filter((row) => keys.includes(row.key) && mayStand(row));
};

/** Whether nothing is open, opening or closing in the group. */
export const isIdle = (state: GroupState): boolean =>
  state.grants.length === 0 && state.ledger.every((row) => row.state === 'SETTLED');

/** What a write changes of a group; it takes effect only if the version is still `basedOn`. */
export interface GroupChange {
  readonly group: GroupRef;
  readonly basedOn: number;
  readonly putGrants: readonly StandingGrant[];
  readonly removeGrants: readonly string[];
  readonly putRows: readonly LedgerRow[];
  /** Ids of tombstones that are no longer needed. */
  readonly removeRows: readonly string[];
}

/** The state after a change that was committed. */
export const applied = (state: GroupState, change: GroupChange): GroupState => {
  const grants = new Map(state.grants.map((grant) => [grant.grantId, grant]));
  const ledger = new Map(state.ledger.map((row) => [row.id, row]));
  for (const grant of change.putGrants) grants.set(grant.grantId, grant);
  for (const id of change.removeGrants) grants.delete(id);
  for (const row of change.putRows) ledger.set(row.id, row);
  for (const id of change.removeRows) ledger.delete(id);
  return {
    group: state.group,
    version: change.basedOn + 1,
    grants: [...grants.values()],
    ledger: [...ledger.values()],
  };
};
