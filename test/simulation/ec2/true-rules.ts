import { type Instant, MINUTE } from '../../../functions/domain/instant.ts';
import type { ObservedRule } from '../../../functions/domain/observed-rule.ts';
import { type GroupRef, groupKey, type Permission, ruleKey } from '../../../functions/domain/rule-key.ts';

/** A rule as it really is, with its past, which stale reads show. */
export interface TrueRule {
  readonly ruleId: string;
  /** Key of its group. */
  readonly group: string;
  /** Who made it: an authorize call of ours, or somebody's hand. */
  readonly origin: 'POSTERN' | 'HAND';
  readonly ledgerId: string | null;
  readonly deployment: string | null;
  readonly createdAt: Instant;
  removedAt: Instant;
  /** What it lets in since when; more than one where it was edited by hand. */
  readonly permissions: { readonly since: Instant; readonly permission: Permission }[];
}

export interface RuleObserver {
  readonly created: (rule: TrueRule) => void;
  readonly removed: (rule: TrueRule, by: 'POSTERN' | 'HAND') => void;
  readonly edited: (rule: TrueRule) => void;
}

/** Longer than any read is stale. */
const REMEMBERED = 6 * MINUTE;

export const permissionOf = (rule: TrueRule, at: Instant): Permission => {
  const found = rule.permissions.findLast(({ since }) => since <= at) ?? rule.permissions[0];
  if (!found) throw new Error(`${rule.ruleId} lets nothing in`);
  return found.permission;
};

const observed = (rule: TrueRule, at: Instant): ObservedRule => {
  const permission = permissionOf(rule, at);
  return {
    ruleId: rule.ruleId,
    permission,
    admits: permission,
    summary: ruleKey(permission),
    deployment: rule.deployment,
    ledgerId: rule.ledgerId,
  };
};

/** EC2's own state. Ids are never given twice. */
export class TrueRules {
  readonly #now: () => Instant;
  readonly #rules = new Map<string, TrueRule[]>();
  readonly #deletedGroups = new Map<string, Instant>();
  #count = 0;
  observer: RuleObserver | null = null;

  constructor(now: () => Instant, groups: readonly GroupRef[]) {
    this.#now = now;
    for (const group of groups) this.#rules.set(groupKey(group), []);
  }

  standing(group: string): readonly TrueRule[] {
    return (this.#rules.get(group) ?? []).filter(({ removedAt }) => removedAt === Infinity);
  }

  all(): readonly TrueRule[] {
    return [...this.#rules.keys()].flatMap((group) => this.standing(group));
  }

  /** Whether it is there, for a read that shows the group as it was at that moment. */
  exists(group: string, at = this.#now()): boolean {
    return this.#rules.has(group) && at < (this.#deletedGroups.get(group) ?? Infinity);
  }

  create(
    group: string,
    permission: Permission,
    made: Pick<TrueRule, 'origin' | 'ledgerId' | 'deployment'>,
  ): TrueRule {
    this.#count += 1;
    const rule: TrueRule = {
      ruleId: `sgr-${this.#count.toString(16).padStart(17, '0')}`,
      group,
      ...made,
      createdAt: this.#now(),
      removedAt: Infinity,
      permissions: [{ since: this.#now(), permission }],
    };
    this.#rules.get(group)?.push(rule);
    this.observer?.created(rule);
    return rule;
  }

  remove(rule: TrueRule, by: 'POSTERN' | 'HAND'): void {
    rule.removedAt = this.#now();
    this.observer?.removed(rule, by);
    this.#forget(rule.group);
  }

  /** EC2 lets a rule be changed in place: it keeps its id, tags and description. */
  edit(rule: TrueRule, permission: Permission): void {
    rule.permissions.push({ since: this.#now(), permission });
    this.observer?.edited(rule);
  }

  deleteGroup(group: string): void {
    this.#deletedGroups.set(group, this.#now());
    for (const rule of this.standing(group)) this.remove(rule, 'HAND');
  }

  /** A read that shows each rule as it was so long ago. */
  shown(group: string, ago: () => number): readonly ObservedRule[] {
    return (this.#rules.get(group) ?? []).flatMap((rule) => {
      const at = this.#now() - ago();
      return rule.createdAt <= at && at < rule.removedAt ? [observed(rule, at)] : [];
    });
  }

  #forget(group: string): void {
    const rules = this.#rules.get(group);
    if (!rules) return;
    const kept = rules.filter(({ removedAt }) => removedAt > this.#now() - REMEMBERED);
    rules.splice(0, rules.length, ...kept);
  }
}

export const sameKey = (rule: TrueRule, permission: Permission, now: Instant): boolean =>
  ruleKey(permissionOf(rule, now)) === ruleKey(permission);
