import { type Instant, SECOND } from '../../../functions/domain/instant.ts';
import type { Signal } from '../../../functions/ports/signals.ts';
import { short } from '../ec2/invoked-ingress-rules.ts';
import type { TrueRule } from '../ec2/true-rules.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { Court } from './court.ts';
import { openedAs, requestsFor } from './truth.ts';

/** A sweep a minute, one of which may be under way. */
const BOUND = 180 * SECOND;

/** Part of invariant 11: of a rule that somebody took from a grant it is told, once no read can lag behind its opening. */
export class MissingRulesJudge {
  readonly #cloud: Cloud;
  readonly #court: Court;
  readonly #taken = new Set<TrueRule>();

  constructor(cloud: Cloud, court: Court) {
    this.#cloud = cloud;
    this.#court = court;
  }

  removed(rule: TrueRule, by: 'POSTERN' | 'HAND'): void {
    if (by === 'HAND' && rule.origin === 'POSTERN') this.#taken.add(rule);
  }

  signalled(signal: Signal): void {
    if (signal.code !== 'RULE_MISSING') return;
    for (const rule of this.#taken) if (rule.ruleId === signal.ruleId) this.#taken.delete(rule);
  }

  /** Now and then. Without the sweeper nobody looks. */
  look(): void {
    const { scheduler, faults, skewSpread, isSweeperOff } = this.#cloud;
    if (isSweeperOff) return;
    for (const rule of this.#taken) {
      const noticeable = this.#noticeableFrom(rule);
      if (noticeable === null) continue;
      const late = scheduler.now() - Math.max(noticeable, faults.lastDisturbance) - skewSpread;
      this.#court.demand(
        11,
        late <= BOUND,
        () => `nobody is told that ${short(rule.ruleId)} (${openedAs(rule)}) is missing`,
      );
    }
  }

  /** null while nobody needs it, or its row does not say that it stands. */
  #noticeableFrom(rule: TrueRule): Instant | null {
    const { tables, scheduler, skewSpread, consistency } = this.#cloud;
    const isNeeded = requestsFor(this.#cloud, rule.group, openedAs(rule)).some(
      ({ grant }) =>
        grant?.status === 'ACTIVE' &&
        grant.expiresAt > scheduler.now() + skewSpread &&
        grant.rules.includes(rule.ruleId),
    );
    const row = tables.groups.get(rule.group)?.rows.get(rule.ledgerId ?? '');
    if (!isNeeded || row?.state !== 'OPEN' || row.ruleId !== rule.ruleId) return null;
    const { staleReads, clockSkew = 0 } = consistency;
    return Math.max(rule.removedAt, row.openedAt + staleReads + clockSkew);
  }
}
