import type { GroupState } from './group-state.ts';
import type { GroupRef } from './rule-key.ts';
import { groupKey } from './rule-key.ts';

/** What would stay open, or might, if nobody looked after a security group any more. */
export interface LeftOpen {
  readonly group: GroupRef;
  /** Whose grant it is, or was: the id of its request. */
  readonly requestId: string;
  /** null where only a rule is left, of which no grant is on record. */
  readonly target: string | null;
}

/** Where the targets of a configuration are, retired ones included: the key of the group, by the target's name. */
export type TargetGroups = Readonly<Record<string, string>>;

/** Grants from the start of their activation until their end is said, and rules that are not known to be gone. */
export const leftOpenIn = ({ group, grants, ledger }: GroupState): readonly LeftOpen[] => {
  const standing = grants.map(({ grantId, target }) => ({ group, requestId: grantId, target }));
  const known = new Set(standing.map(({ requestId }) => requestId));
  const others = ledger.filter(({ state, grantId }) => state !== 'SETTLED' && !known.has(grantId));
  const without = [...new Set(others.map(({ grantId }) => grantId))];
  return [...standing, ...without.map((requestId) => ({ group, requestId, target: null }))];
};

/**
 * What a configuration would leave behind: its target is gone, or no target is in its group any more, so that no role
 * names the group and nothing could close it.
 */
export const abandonedBy = (targets: TargetGroups, open: readonly LeftOpen[]): readonly LeftOpen[] => {
  const groups = new Set(Object.values(targets));
  return open.filter(
    ({ group, target }) =>
      !groups.has(groupKey(group)) || (target !== null && !Object.hasOwn(targets, target)),
  );
};
