import type { Instant } from '../../functions/domain/instant.ts';
import {
  type GroupRef,
  groupKey,
  type Permission,
  parseGroupKey,
  ruleKey,
} from '../../functions/domain/rule-key.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import type {
  AuthorizeAnswer,
  IngressRules,
  ListAnswer,
  ObservedRule,
  RevokeAnswerOfCall,
} from '../../functions/ports/ingress-rules.ts';

/** What can be made to happen to one call. `LOST_BEFORE` and `LOST_AFTER` say whether it took effect unseen. */
export type Ec2Fault = 'THROTTLED' | 'ACCESS_DENIED' | 'LOST_BEFORE' | 'LOST_AFTER' | 'NO_EFFECT';
type CallKind = 'list' | 'authorize' | 'revoke';

/** EC2's security-group rules as its documentation describes them, on an injected clock, with faults on demand. */
export class SimulatedEc2 implements IngressRules {
  readonly calls: { readonly kind: CallKind; readonly at: Instant; readonly ruleIds?: readonly string[] }[] =
    [];
  /** Reads show the group as it was this long ago. */
  staleReads = 0;
  limit = 60;
  /** Prefix lists that are there, and how many entries each may have; a rule of it counts that often. */
  readonly prefixLists = new Map<string, number>();
  readonly #clock: Clock;
  readonly #deployment: string;
  readonly #groups = new Map<string, { at: Instant; rules: readonly ObservedRule[] }[]>();
  readonly #faults: { readonly kind: CallKind; readonly fault: Ec2Fault }[] = [];
  #count = 0;

  constructor(clock: Clock, deployment: string, groups: readonly GroupRef[]) {
    this.#clock = clock;
    this.#deployment = deployment;
    for (const group of groups) this.#groups.set(groupKey(group), [{ at: 0, rules: [] }]);
  }

  /** The next call of that kind meets that fault; called twice, the next two. */
  fail(kind: CallKind, fault: Ec2Fault): void {
    this.#faults.push({ kind, fault });
  }

  /** What stands now, whatever reads say. */
  standing(group: GroupRef): readonly ObservedRule[] {
    return this.#groups.get(groupKey(group))?.at(-1)?.rules ?? [];
  }

  isOpen(group: GroupRef, permission: Permission): boolean {
    return this.standing(group).some(
      (rule) => rule.permission && ruleKey(rule.permission) === ruleKey(permission),
    );
  }

  /** Somebody's hand: the rules become what `edit` makes of them. */
  byHand(group: GroupRef, edit: (rules: readonly ObservedRule[]) => readonly ObservedRule[]): void {
    this.#write(group, edit(this.standing(group)));
  }

  newRule(
    permission: Permission,
    marks: Partial<Pick<ObservedRule, 'deployment' | 'ledgerId'>> = {},
  ): ObservedRule {
    this.#count += 1;
    return {
      ruleId: `sgr-${this.#count.toString(16).padStart(17, '0')}`,
      permission,
      admits: permission,
      summary: `${permission.protocol} ${portText(permission)} from ${permission.source}`,
      deployment: null,
      ledgerId: null,
      ...marks,
    };
  }

  deleteGroup(group: GroupRef): void {
    this.#groups.delete(groupKey(group));
  }

  async list(group: GroupRef): Promise<ListAnswer> {
    this.calls.push({ kind: 'list', at: this.#clock.now() });
    const fault = this.#nextFault('list');
    if (fault)
      return fault === 'THROTTLED' || fault === 'ACCESS_DENIED' ? { outcome: fault, detail: fault } : lost();
    const history = this.#groups.get(groupKey(group));
    if (!history) return { outcome: 'GROUP_NOT_FOUND', detail: groupKey(group) };
    const shown = history.findLast(({ at }) => at <= this.#clock.now() - this.staleReads);
    return { outcome: 'LISTED', rules: shown?.rules ?? [] };
  }

  async authorize(
    group: GroupRef,
    permission: Permission,
    marks: { readonly ledgerId: string },
  ): Promise<AuthorizeAnswer> {
    this.calls.push({ kind: 'authorize', at: this.#clock.now() });
    const fault = this.#nextFault('authorize');
    if (fault === 'THROTTLED' || fault === 'ACCESS_DENIED') return { outcome: fault, detail: fault };
    if (fault === 'LOST_BEFORE') return lost();
    if (!this.#groups.has(groupKey(group))) return { outcome: 'GROUP_NOT_FOUND', detail: groupKey(group) };
    const rules = this.standing(group);
    if (this.isOpen(group, permission)) return { outcome: 'DUPLICATE' };
    if (!this.#isThere(permission.source)) return { outcome: 'SOURCE_NOT_FOUND', detail: permission.source };
    const taken = rules.reduce((sum, { admits }) => sum + this.#rulesOf(admits.source ?? ''), 0);
    if (taken + this.#rulesOf(permission.source) > this.limit) {
      return { outcome: 'LIMIT_EXCEEDED', detail: `${this.limit} rules` };
    }
    const rule = this.newRule(permission, { deployment: this.#deployment, ledgerId: marks.ledgerId });
    this.#write(group, [...rules, rule]);
    return fault === 'LOST_AFTER' ? lost() : { outcome: 'OPENED', ruleId: rule.ruleId };
  }

  async revoke(group: GroupRef, ruleIds: readonly string[]): Promise<RevokeAnswerOfCall> {
    this.calls.push({ kind: 'revoke', at: this.#clock.now(), ruleIds });
    const fault = this.#nextFault('revoke');
    if (fault === 'THROTTLED' || fault === 'ACCESS_DENIED') return { outcome: fault, detail: fault };
    if (fault === 'LOST_BEFORE') return lost();
    if (!this.#groups.has(groupKey(group))) return { outcome: 'GROUP_NOT_FOUND', detail: groupKey(group) };
    const rules = this.standing(group);
    if (ruleIds.some((id) => !rules.some(({ ruleId }) => ruleId === id))) {
      return { outcome: 'RULE_NOT_FOUND', detail: ruleIds.join() };
    }
    if (fault === 'NO_EFFECT') return { outcome: 'ANSWERED', ruleIds: [] };
    this.#write(
      group,
      rules.filter(({ ruleId }) => !ruleIds.includes(ruleId)),
    );
    return fault === 'LOST_AFTER' ? lost() : { outcome: 'ANSWERED', ruleIds };
  }

  #rulesOf(source: string): number {
    return this.prefixLists.get(source) ?? 1;
  }

  #isThere(source: string): boolean {
    if (source.startsWith('pl-')) return this.prefixLists.has(source);
    return (
      !source.startsWith('sg-') ||
      [...this.#groups.keys()].some((key) => parseGroupKey(key).groupId === source)
    );
  }

  #nextFault(kind: CallKind): Ec2Fault | undefined {
    const index = this.#faults.findIndex((fault) => fault.kind === kind);
    return index < 0 ? undefined : this.#faults.splice(index, 1)[0]?.fault;
  }

  #write(group: GroupRef, rules: readonly ObservedRule[]): void {
    this.#groups.get(groupKey(group))?.push({ at: this.#clock.now(), rules });
  }
}

const portText = ({ fromPort, toPort }: Permission): string =>
  fromPort === toPort ? `${fromPort}` : `${fromPort}-${toPort}`;

const lost = () => ({ outcome: 'UNKNOWN', detail: 'time-out' }) as const;
