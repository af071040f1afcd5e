import { type GroupState, isLive, type StandingGrant } from '../group-state.ts';
import { MINUTE } from '../instant.ts';
import { type Permission, type RuleKey, ruleKey } from '../rule-key.ts';
import type { Facts } from './facts.ts';

/** A rule that at least one live grant needs. */
export interface WantedRule {
  readonly key: RuleKey;
  readonly permission: Permission;
  /** The live grants that need it, the one that lasts longest first. */
  readonly by: readonly StandingGrant[];
}

/** How long a live grant still needs its rules, in milliseconds. */
export const needOf = (grant: StandingGrant, now: number): number =>
  grant.phase === 'ACTIVATING' ? grant.minutes * MINUTE : grant.endsAt - now;

/**
 * What the group should let in now: the union of its live grants' rules.
 *
 * @param refused those of which a rule was refused: their end begins with this plan, whatever else of them is open
 */
export const wantedRules = (
  state: GroupState,
  { now }: Facts,
  refused: ReadonlyMap<string, unknown>,
): ReadonlyMap<RuleKey, WantedRule> => {
  const live = state.grants
    .filter((grant) => isLive(grant, now) && !refused.has(grant.grantId))
    .toSorted((a, b) => needOf(b, now) - needOf(a, now));
  const wanted = new Map<RuleKey, WantedRule>();
  for (const grant of live) {
    for (const permission of grant.permissions) {
      const key = ruleKey(permission);
      const known = wanted.get(key);
      wanted.set(key, { key, permission, by: [...(known?.by ?? []), grant] });
    }
  }
  return wanted;
};

/** What is wanted still where these grants want nothing any more. */
export const withoutNeedsOf = (
  grantIds: ReadonlySet<string>,
  wanted: ReadonlyMap<RuleKey, WantedRule>,
): ReadonlyMap<RuleKey, WantedRule> =>
  new Map(
    [...wanted].flatMap(([key, rule]) => {
      const by = rule.by.filter(({ grantId }) => !grantIds.has(grantId));
      return by.length === 0 ? [] : [[key, { ...rule, by }] as const];
    }),
  );
