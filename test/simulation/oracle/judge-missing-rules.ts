import { type Instant, SECOND } from '../../../functions/domain/instant.ts';
import type { Commit } from '../../../functions/ports/access-store.ts';
import { short } from '../ec2/invoked-ingress-rules.ts';
import type { TrueRule } from '../ec2/true-rules.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { Court } from './court.ts';
import { groupOf, openedAs, requestsFor } from './truth.ts';

/** A sweep a minute, one of which may be under way. */
const BOUND = 180 * SECOND;

/**
 * Part of invariant 11: a rule that somebody took from a grant is opened anew, or the grant ends for it, once no read can lag
 * behind its opening; and no grant ends for a rule that stands. That it is said, `AlarmsJudge` demands.
 */
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

  /** Called when the commit is written. */
  committed({ changes }: Commit): void {
    for (const { before, after } of changes) {
      const { grant } = after;
      if (before?.grant?.status !== 'ACTIVE' || grant?.status !== 'REVOKING') continue;
      if (grant.ending.reason !== 'RULE_MISSING') continue;
      const standing = this.#cloud.ec2.rules.standing(groupOf(after)).map(({ ruleId }) => ruleId);
      const isRobbed = grant.rules.some((ruleId) => !standing.includes(ruleId));
      this.#court.demand(
        11,
        isRobbed,
        () => `${after.id} ends for a missing rule, and all of its rules stand`,
      );
    }
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
        () => `${short(rule.ruleId)} (${openedAs(rule)}) is missing, and said to be open`,
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
