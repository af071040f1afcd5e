import { type Instant, SECOND } from '../../../functions/domain/instant.ts';
import type { LedgerRow } from '../../../functions/domain/ledger.ts';
import type { Commit } from '../../../functions/ports/access-store.ts';
import type { Signal } from '../../../functions/ports/signals.ts';
import { short } from '../ec2/invoked-ingress-rules.ts';
import type { TrueRule } from '../ec2/true-rules.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { Invocation } from '../functions/invocation.ts';
import type { Court } from './court.ts';
import { liveUntil, openedAs, requestsFor } from './truth.ts';

/** Invariant 2. */
const BOUND = 180 * SECOND;

const isCalledGone = (row: LedgerRow): boolean =>
  row.state === 'CLOSING' && row.answer !== null && row.answer !== 'FAILED';

/**
 * Part of invariant 11: each sweep says whether rules stand too long, above all while faults keep them from being closed.
 * Not demanded is the count of what EC2 has called gone. What closes is demanded from when its closing began, and what is called
 * to close again from then: production counts no later.
 */
export class OverdueJudge {
  readonly #cloud: Cloud;
  readonly #court: Court;
  /** By request id, when its need was over. */
  readonly #over = new Map<string, Instant>();
  /** By ledger id, until when EC2 had called its rule gone. */
  readonly #calledGone = new Map<string, Instant>();
  readonly #counting = new WeakSet<Invocation>();
  /** Groups that a sweep said that it could not sweep. */
  readonly #unswept = new WeakMap<Invocation, Set<string>>();

  constructor(cloud: Cloud, court: Court) {
    this.#cloud = cloud;
    this.#court = court;
  }

  /** Called before the commit is written. */
  committing({ changes, group }: Commit): void {
    const now = this.#cloud.scheduler.now();
    for (const { before, after } of changes) {
      const until = before && liveUntil(before);
      if (until !== null && liveUntil(after) === null) this.#over.set(after.id, Math.min(until, now));
    }
    for (const row of group?.putRows ?? []) {
      if (isCalledGone(row)) this.#calledGone.set(row.id, Infinity);
      else if (this.#calledGone.get(row.id) === Infinity) this.#calledGone.set(row.id, now);
    }
  }

  signalled(signal: Signal, by: Invocation): void {
    if (signal.code === 'GROUP_NOT_SWEPT') {
      this.#unswept.set(by, (this.#unswept.get(by) ?? new Set()).add(signal.group));
    }
    if (signal.code !== 'OVERDUE_OPEN_RULES') return;
    this.#counting.add(by);
    if (signal.count > 0) return;
    const { rules } = this.#cloud.ec2;
    const forgotten = rules.all().find((rule) => this.#isOverdue(rule, by));
    this.#court.demand(
      11,
      forgotten === undefined,
      () => `${by.label} counts nothing overdue while ${short(forgotten?.ruleId ?? '')} stands`,
    );
  }

  /** One that fails as a whole is alarmed by Lambda. */
  over(run: Invocation): void {
    if (!run.label.startsWith('sweeper') || run.end !== 'ANSWERED') return;
    this.#court.demand(11, this.#counting.has(run), () => `${run.label} does not say what is overdue`);
  }

  /** Already when the sweep began: it may count at any moment of its. */
  #isOverdue(rule: TrueRule, by: Invocation): boolean {
    if (rule.origin !== 'POSTERN' || this.#unswept.get(by)?.has(rule.group)) return false;
    const rows = [...(this.#cloud.tables.groups.get(rule.group)?.rows.values() ?? [])];
    const row = rows.find((one) => 'ruleId' in one && one.ruleId === rule.ruleId);
    if (row?.state !== 'OPEN' && row?.state !== 'CLOSING') return false;
    const since = Math.max(
      rule.createdAt,
      row.state === 'CLOSING' ? row.markedAt : 0,
      this.#calledGone.get(row.id) ?? 0,
      ...requestsFor(this.#cloud, rule.group, openedAs(rule)).map(
        (request) => liveUntil(request) ?? this.#over.get(request.id) ?? 0,
      ),
    );
    return by.startedAt - since > BOUND + this.#cloud.skewSpread;
  }
}
