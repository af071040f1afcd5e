import { type Instant, MINUTE } from '../../../functions/domain/instant.ts';
import type { ObservedRule } from '../../../functions/domain/observed-rule.ts';
import { type GroupRef, groupKey, type Permission, ruleKey } from '../../../functions/domain/rule-key.ts';

/** What people may change of a rule while it keeps its id. */
interface Form {
  readonly since: Instant;
  readonly permission: Permission;
  /** Our tag's value; null where it has none. */
  readonly deployment: string | null;
}

/** A rule as it really is, with its past, which stale reads show. */
export interface TrueRule {
  readonly ruleId: string;
  /** Key of its group. */
  readonly group: string;
  /** Who made it: an authorize call of ours, or somebody's hand. */
  readonly origin: 'POSTERN' | 'HAND';
  readonly ledgerId: string | null;
  readonly createdAt: Instant;
  removedAt: Instant;
  /** The oldest first; more than one where it was changed by hand. */
  readonly forms: Form[];
}

export interface RuleObserver {
  readonly created: (rule: TrueRule) => void;
  readonly removed: (rule: TrueRule, by: 'POSTERN' | 'HAND') => void;
  readonly edited: (rule: TrueRule) => void;
}

/** Longer than any read is stale. */
const REMEMBERED = 6 * MINUTE;

/** The rule as it was at a moment; left out: as it is. */
export const formOf = ({ forms, ruleId }: TrueRule, at: Instant = Infinity): Form => {
  const found = forms.findLast(({ since }) => since <= at) ?? forms[0];
  if (!found) throw new Error(`${ruleId} lets nothing in`);
  return found;
};

const observed = (rule: TrueRule, at: Instant): ObservedRule => {
  const { permission, deployment } = formOf(rule, at);
  return {
    ruleId: rule.ruleId,
    permission,
    admits: permission,
    summary: ruleKey(permission),
    deployment,
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
    { deployment, ...made }: Pick<TrueRule, 'origin' | 'ledgerId'> & Pick<Form, 'deployment'>,
  ): TrueRule {
    this.#count += 1;
    const rule: TrueRule = {
      ruleId: `sgr-${this.#count.toString(16).padStart(17, '0')}`,
      group,
      ...made,
      createdAt: this.#now(),
      removedAt: Infinity,
      forms: [{ since: this.#now(), permission, deployment }],
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

  /** EC2 lets a rule be changed in place: it keeps its id and description. */
  edit(rule: TrueRule, change: Partial<Pick<Form, 'permission' | 'deployment'>>): void {
    rule.forms.push({ ...formOf(rule), ...change, since: this.#now() });
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
  ruleKey(formOf(rule, now).permission) === ruleKey(permission);
