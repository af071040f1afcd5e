import { type Instant, MINUTE } from '../../../functions/domain/instant.ts';
import { type GroupRef, groupKey, type Permission } from '../../../functions/domain/rule-key.ts';
import type { AuthorizeAnswer, RevokeAnswerOfCall } from '../../../functions/ports/ingress-rules.ts';
import type { Random } from '../engine/random.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import { TokenBucket } from './token-bucket.ts';
import { sameKey, type TrueRules } from './true-rules.ts';

export interface Ec2Limits {
  readonly rulesPerGroup: number;
  /** Burst and refill a second. */
  readonly list: readonly [number, number];
  readonly authorize: readonly [number, number];
  readonly revoke: readonly [number, number];
}

export const EC2_LIMITS: Ec2Limits = {
  rulesPerGroup: 60,
  list: [100, 20],
  authorize: [200, 5],
  revoke: [200, 5],
};

/** An authorize call as EC2 gets it. */
export interface AuthorizeCall {
  readonly group: string;
  readonly permission: Permission;
  readonly ledgerId: string;
}

export type CallKind = 'list' | 'authorize' | 'revoke';

/** What EC2 does with a call at the moment at which it takes effect, by its documentation. */
export class Ec2Service {
  readonly rules: TrueRules;
  /** Calls that were sent and may still take effect. */
  readonly inFlight = new Set<AuthorizeCall>();
  readonly calls: Record<CallKind, number> = { list: 0, authorize: 0, revoke: 0 };
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #limits: Ec2Limits;
  readonly #deployment: string;
  readonly #buckets: Record<CallKind, TokenBucket>;
  /** While it is set, EC2 answers nobody: an outage. */
  isAway = false;
  /** How long a call waits for it during an outage, in milliseconds. */
  hangsFor = 0;

  constructor(
    scheduler: Scheduler,
    random: Random,
    rules: TrueRules,
    deployment: string,
    limits: Ec2Limits = EC2_LIMITS,
  ) {
    this.#scheduler = scheduler;
    this.#random = random;
    this.rules = rules;
    this.#deployment = deployment;
    this.#limits = limits;
    const bucket = ([burst, perSecond]: readonly [number, number]) =>
      new TokenBucket(burst, perSecond, scheduler.now());
    this.#buckets = {
      list: bucket(limits.list),
      authorize: bucket(limits.authorize),
      revoke: bucket(limits.revoke),
    };
  }

  /** Told of every authorize call that reaches EC2, or is on its way there. */
  onSent: (call: AuthorizeCall) => void = () => {};

  sent(call: AuthorizeCall): void {
    this.onSent(call);
  }

  /** Counts a call. False where there is no token left for it. */
  admits(kind: CallKind): boolean {
    this.calls[kind] += 1;
    return this.#buckets[kind].take(this.#scheduler.now());
  }

  authorize(call: AuthorizeCall, isFull = false): AuthorizeAnswer {
    const { group, permission, ledgerId } = call;
    if (!this.rules.exists(group)) return { outcome: 'GROUP_NOT_FOUND', detail: group };
    const standing = this.rules.standing(group);
    if (standing.some((rule) => sameKey(rule, permission, this.#scheduler.now())))
      return { outcome: 'DUPLICATE' };
    if (isFull || standing.length >= this.#limits.rulesPerGroup) {
      return { outcome: 'LIMIT_EXCEEDED', detail: 'The group is full' };
    }
    const made = { origin: 'POSTERN', ledgerId, deployment: this.#deployment } as const;
    return { outcome: 'OPENED', ruleId: this.rules.create(group, permission, made).ruleId };
  }

  /** The call is under way somewhere: it takes effect later, or never. */
  authorizeLate(call: AuthorizeCall, latest: number): void {
    if (this.#random.chance(0.3)) return;
    this.inFlight.add(call);
    const most = this.#random.chance(0.5) ? Math.min(latest, MINUTE) : latest;
    this.#scheduler.after(this.#random.next() * most, () => {
      this.authorize(call);
      this.inFlight.delete(call);
    });
  }

  revoke(group: GroupRef, ruleIds: readonly string[], onlySome = false): RevokeAnswerOfCall {
    const key = groupKey(group);
    if (!this.rules.exists(key)) return { outcome: 'GROUP_NOT_FOUND', detail: key };
    const asked = ruleIds.map((id) => this.rules.standing(key).find(({ ruleId }) => ruleId === id));
    const missing = ruleIds.filter((_, index) => asked[index] === undefined);
    if (missing.length > 0) return { outcome: 'RULE_NOT_FOUND', detail: missing.join() };
    const taken = asked.flatMap((rule) => (rule && !(onlySome && this.#random.chance(0.6)) ? [rule] : []));
    for (const rule of taken) this.rules.remove(rule, 'POSTERN');
    return { outcome: 'ANSWERED', ruleIds: taken.map(({ ruleId }) => ruleId) };
  }

  /** Whether one of these rules is younger than that. */
  isYoung(group: string, ruleIds: readonly string[], age: number): boolean {
    return this.rules
      .standing(group)
      .some(({ ruleId, createdAt }) => ruleIds.includes(ruleId) && createdAt > this.now() - age);
  }

  now(): Instant {
    return this.#scheduler.now();
  }
}
