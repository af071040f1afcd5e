import { type Instant, MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import { short } from '../ec2/invoked-ingress-rules.ts';
import type { TrueRule } from '../ec2/true-rules.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { Court } from './court.ts';
import { isEdited, isMarked, type Need, needsOf, openedAs, requestsFor, textOf } from './truth.ts';

const STANDING = ['ACTIVATING', 'ACTIVE', 'REVOKING', 'REVOKE_FAILED'];
/** Invariant 2. */
const BOUND = 180 * SECOND;
/** Part of invariant 7: what opening may add to what was approved. */
const OPENING_ALLOWANCE = 2 * MINUTE;
/**
 * Reads of an idle group are ten minutes apart by the sweeper's clock: only what people put there with our marks can
 * wait for them. Where clocks differ, turns come by chance, and only that the copy goes in the end is judged.
 */
const BOUND_FOR_COPIES = 14 * MINUTE;

/** Invariants 2, 5 and 6: what must close, and what must not. */
export class ClosingJudge {
  readonly #cloud: Cloud;
  readonly #court: Court;
  /** By rule id, when it was last known to be needed. */
  readonly #neededAt = new Map<string, Instant>();
  /** By rule id, when a grant that was wholly open last needed it, or when it was made. */
  readonly #heldAt = new Map<string, Instant>();
  /** Longest time that an unneeded rule stood past all disturbance. */
  worst = 0;

  constructor(cloud: Cloud, court: Court) {
    this.#cloud = cloud;
    this.#court = court;
  }

  /** Looks at one group before and after anything changes in it, and at all of them now and then. */
  look(group?: string): void {
    const now = this.#cloud.scheduler.now();
    const { skewSpread, ec2 } = this.#cloud;
    for (const rule of group === undefined ? ec2.rules.all() : ec2.rules.standing(group)) {
      const isOurs = rule.origin === 'POSTERN';
      const isCopy = !isOurs && isMarked(this.#cloud, rule);
      if (isOurs) this.#lookAt(rule, now);
      else if (isCopy && !this.#cloud.isSweeperOff && skewSpread === 0)
        this.#demand(rule, rule.createdAt, BOUND_FOR_COPIES);
    }
  }

  removed(rule: TrueRule, by: 'POSTERN' | 'HAND'): void {
    if (rule.origin === 'POSTERN') this.#lookAt(rule, this.#cloud.scheduler.now());
    if (by === 'HAND') return;
    const name = `${short(rule.ruleId)} (${openedAs(rule)})`;
    const isOurs = rule.origin === 'POSTERN' || isMarked(this.#cloud, rule);
    this.#court.demand(6, isOurs, () => `${name} is not ours, and was removed`);
    if (isEdited(rule)) return;
    const now = this.#cloud.scheduler.now() + this.#cloud.skewSpread;
    for (const { id, grant } of requestsFor(this.#cloud, rule.group, openedAs(rule))) {
      const needed = grant?.status === 'ACTIVE' && grant.expiresAt > now && grant.rules.includes(rule.ruleId);
      this.#court.demand(5, !needed, () => `${name} was closed while ${id} needs it`);
    }
  }

  #lookAt(rule: TrueRule, now: Instant): void {
    const ends = this.#endsOfNeeds(rule, now);
    if (this.#isHelpless(rule)) ends.push(now);
    const needed = Math.min(now, Math.max(rule.createdAt, this.#neededAt.get(rule.ruleId) ?? 0, ...ends));
    this.#neededAt.set(rule.ruleId, needed);
    const noticeable = this.#noticeableFrom(rule);
    // Without the sweeper nobody looks for what people do by hand, until the grant ends.
    if (noticeable !== null && !this.#cloud.isSweeperOff) this.#demand(rule, noticeable, BOUND);
    this.#demand(rule, needed, BOUND);
  }

  /**
   * Until when each need of the rule lasts. Whoever it was made for needs it for no longer than was approved, and the time that
   * opening takes: what waits for another port lets in meanwhile. So does one that joined it and waits.
   */
  #endsOfNeeds(rule: TrueRule, now: Instant): Instant[] {
    const madeFor = this.#cloud.tables.groups.get(rule.group)?.rows.get(rule.ledgerId ?? '')?.grantId;
    const known = this.#heldAt.get(rule.ruleId) ?? rule.createdAt;
    const limitOf = ({ requestId, minutes, isOpening }: Need): Instant => {
      const since = requestId === madeFor ? rule.createdAt : known;
      return requestId === madeFor || isOpening ? since + minutes * MINUTE + OPENING_ALLOWANCE : Infinity;
    };
    const needs = needsOf(this.#cloud, rule.group, openedAs(rule));
    const ends = needs.map((need) => Math.min(need.until, limitOf(need)));
    const whole = ends.filter((_, index) => !needs[index]?.isOpening);
    this.#heldAt.set(rule.ruleId, Math.max(known, Math.min(now, Math.max(known, ...whole))));
    return ends;
  }

  /** When a read first shows for sure that somebody changed the rule: a missing tag, once no read can lag behind it. */
  #noticeableFrom({ forms, createdAt, group, ledgerId }: TrueRule): Instant | null {
    const row = this.#cloud.tables.groups.get(group)?.rows.get(ledgerId ?? '');
    // What was found late was new when it was found.
    const found = row !== undefined && 'openedAt' in row ? (row.openedAt ?? createdAt) : createdAt;
    const knownSince = Math.max(createdAt, found);
    const [made, ...changed] = forms;
    const text = made && textOf(made.permission);
    const { staleReads, clockSkew = 0 } = this.#cloud.consistency;
    const moments = changed.map(({ since, permission }) =>
      textOf(permission) === text ? Math.max(since, knownSince + staleReads + clockSkew) : since,
    );
    return moments.length === 0 ? null : Math.min(...moments);
  }

  #demand(rule: TrueRule, since: Instant, bound: number): void {
    const { faults, scheduler, skewSpread } = this.#cloud;
    const late = scheduler.now() - Math.max(since, faults.lastDisturbance) - skewSpread;
    if (bound !== BOUND_FOR_COPIES) this.worst = Math.max(this.worst, late);
    this.#court.demand(
      2,
      late <= bound,
      () => `${short(rule.ruleId)} (${openedAs(rule)}) stands ${Math.round(late / SECOND)} s too long`,
    );
  }

  /** Without the sweeper, a rule whose executions somebody stopped waits until one of them is redriven. */
  #isHelpless(rule: TrueRule): boolean {
    const { isSweeperOff, workflow } = this.#cloud;
    if (!isSweeperOff || workflow.stopped.size === 0) return false;
    const standing = requestsFor(this.#cloud, rule.group, openedAs(rule))
      .filter(({ grant }) => STANDING.includes(grant?.status ?? ''))
      .map(({ id }) => id);
    const isAbout = (name: string): boolean => standing.includes(workflow.requestOf(name));
    const isCloserRunning = workflow
      .running()
      .some(({ name, state }) => isAbout(name) && state === 'Revoke grant');
    return !isCloserRunning && [...workflow.stopped].some(isAbout);
  }
}
