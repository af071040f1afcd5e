import { MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import { type GroupRef, groupKey, type Permission, ruleKey } from '../../../functions/domain/rule-key.ts';
import type {
  AuthorizeAnswer,
  IngressRules,
  ListAnswer,
  RevokeAnswerOfCall,
} from '../../../functions/ports/ingress-rules.ts';
import type { CallFault } from '../engine/fault-kinds.ts';
import type { Site } from '../engine/faults.ts';
import type { Invocation } from '../functions/invocation.ts';
import type { CallKind, Ec2Service } from './ec2-service.ts';

const LATENCY = 200;
/** Reads may be stale for so long; production allows for a minute more. */
const STALEST = 5 * MINUTE;

const lost = (detail: string) => ({ outcome: 'UNKNOWN', detail }) as const;
type Refused = { readonly outcome: 'THROTTLED' | 'ACCESS_DENIED' | 'UNKNOWN'; readonly detail: string };

/** The port as one invocation has it: its calls take time, meet faults, and die with it. */
export class InvokedIngressRules implements IngressRules {
  readonly #invocation: Invocation;
  readonly #ec2: Ec2Service;
  /** Milliseconds after signing for which EC2 takes a call. */
  readonly #signatureValidity: number;

  constructor(invocation: Invocation, ec2: Ec2Service, signatureValidity: number) {
    this.#invocation = invocation;
    this.#ec2 = ec2;
    this.#signatureValidity = signatureValidity;
  }

  async list(group: GroupRef): Promise<ListAnswer> {
    const key = groupKey(group);
    return await this.#call('list', key, 'list', (site) => {
      const { random } = this.#invocation.surroundings;
      const isStale = this.#strikes('EC2_STALE_READ', site);
      const isMixed = isStale && random.chance(0.5);
      const ago = isStale ? random.next() * STALEST : 0;
      if (!this.#ec2.rules.exists(key, this.#ec2.now() - ago))
        return { outcome: 'GROUP_NOT_FOUND', detail: key };
      const rules = this.#ec2.rules.shown(key, isMixed ? () => random.next() * STALEST : () => ago);
      this.#trace(
        () =>
          `list${isStale ? ' (stale)' : ''} → ${rules.map(({ ruleId }) => short(ruleId)).join() || 'nothing'}`,
      );
      return { outcome: 'LISTED', rules };
    });
  }

  async authorize(
    group: GroupRef,
    permission: Permission,
    { ledgerId }: { readonly ledgerId: string },
  ): Promise<AuthorizeAnswer> {
    const call = { group: groupKey(group), permission, ledgerId };
    const { scheduler, random } = this.#invocation.surroundings;
    const signedAt = this.#invocation.clock.now();
    return await this.#call(
      'authorize',
      call.group,
      `authorize ${ruleKey(permission)} ${short(ledgerId)}`,
      async (site) => {
        this.#ec2.sent(call);
        if (this.#strikes('EC2_TIMEOUT_BEFORE', site)) {
          this.#ec2.authorizeLate(call, signedAt + this.#signatureValidity - scheduler.now());
          await scheduler.wait(random.next() * 5 * SECOND);
          return lost('time-out');
        }
        const answer = this.#ec2.authorize(call, this.#strikes('EC2_LIMIT_REACHED', site));
        const isLost = this.#strikes('EC2_TIMEOUT_AFTER', site);
        this.#trace(
          () => `authorize ${short(ledgerId)} → ${describe(answer)}${isLost ? ', the answer is lost' : ''}`,
        );
        return isLost ? lost('time-out') : answer;
      },
    );
  }

  async revoke(group: GroupRef, ruleIds: readonly string[]): Promise<RevokeAnswerOfCall> {
    const names = ruleIds.map(short).join();
    return await this.#call('revoke', groupKey(group), `revoke ${names}`, (site) => {
      if (this.#strikes('EC2_TIMEOUT_BEFORE', site)) return lost('time-out');
      // EC2 may not know everywhere yet what it has made lately.
      if (this.#ec2.isYoung(groupKey(group), ruleIds, STALEST) && this.#strikes('EC2_STALE_READ', site)) {
        this.#trace(() => `revoke ${names} → RULE_NOT_FOUND (stale)`);
        return { outcome: 'RULE_NOT_FOUND', detail: names };
      }
      const answer = this.#ec2.revoke(group, ruleIds, this.#strikes('EC2_PARTIAL_BATCH', site));
      const isLost = this.#strikes('EC2_TIMEOUT_AFTER', site);
      this.#trace(() => `revoke ${names} → ${describe(answer)}${isLost ? ', the answer is lost' : ''}`);
      return isLost ? lost('time-out') : answer;
    });
  }

  #call<Answer>(
    kind: CallKind,
    group: string,
    what: string,
    effect: (site: Site) => Answer | Promise<Answer>,
  ): Promise<Answer | Refused> {
    const site = this.#invocation.site(what, group);
    return this.#invocation.call(
      site,
      LATENCY,
      async () => (await this.#refusal(kind, site)) ?? effect(site),
    );
  }

  async #refusal(kind: CallKind, site: Site): Promise<Refused | undefined> {
    if (this.#ec2.isAway) {
      await this.#invocation.surroundings.scheduler.wait(this.#ec2.hangsFor);
      return lost('EC2 is away');
    }
    if (!this.#ec2.admits(kind) || this.#strikes('EC2_THROTTLED', site)) {
      return { outcome: 'THROTTLED', detail: 'RequestLimitExceeded' };
    }
    if (this.#strikes('EC2_ACCESS_DENIED', site)) return { outcome: 'ACCESS_DENIED', detail: 'Unauthorized' };
    if (this.#strikes('EC2_5XX', site)) return lost('InternalError');
    return undefined;
  }

  #strikes(fault: CallFault, site: Site): boolean {
    return this.#invocation.surroundings.faults.strikes(fault, site);
  }

  #trace(line: () => string): void {
    this.#invocation.surroundings.trace.add(() => `  EC2: ${line()} (${this.#invocation.label})`);
  }
}

/** Ids without their padding. */
export const short = (id: string): string => id.replace(/^([a-z]+[-_])0+/, '$1');

const describe = (answer: AuthorizeAnswer | RevokeAnswerOfCall): string => {
  if (answer.outcome === 'OPENED') return `OPENED ${short(answer.ruleId)}`;
  if (answer.outcome === 'ANSWERED') return `removed ${answer.ruleIds.map(short).join() || 'nothing'}`;
  return answer.outcome;
};
