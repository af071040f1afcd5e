import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import type { LedgerRow } from '../../../functions/domain/ledger.ts';
import type { Commit } from '../../../functions/ports/access-store.ts';
import type { AuthorizeCall } from '../ec2/ec2-service.ts';
import { short } from '../ec2/invoked-ingress-rules.ts';
import type { TrueRule } from '../ec2/true-rules.ts';
import type { Cloud } from '../functions/cloud.ts';
import { AUTOMATIC } from '../story/cast.ts';
import type { Court } from './court.ts';
import { groupOf, needsOf, openedAs, textOf, wants } from './truth.ts';

/** Invariants 1, 3 and 7: who may open what. */
export class OpeningJudge {
  readonly #cloud: Cloud;
  readonly #court: Court;
  /** Ledger ids whose last announcement was committed while a live grant needed the rule. */
  readonly #announcedLive = new Map<string, boolean>();
  /** By their id. */
  readonly #opened = new Map<string, TrueRule>();

  constructor(cloud: Cloud, court: Court) {
    this.#cloud = cloud;
    this.#court = court;
  }

  committed({ group, changes }: Commit): void {
    for (const { before, after } of changes) {
      if (before?.grant?.status === 'ACTIVATING' && after.grant?.status === 'ACTIVE') this.#judgeWhole(after);
    }
    for (const row of group?.putRows ?? []) {
      if (row.state !== 'INTENT') continue;
      // What was planned while a grant was live is committed by the same run, which is soon over.
      const now =
        this.#cloud.scheduler.now() - this.#cloud.skewSpread - this.#cloud.consistency.functionTimeout;
      const needs = needsOf(this.#cloud, this.#groupKey(group), textOf(row.permission));
      this.#announcedLive.set(
        row.id,
        needs.some(({ until }) => until > now),
      );
    }
  }

  sent({ group, ledgerId }: AuthorizeCall): void {
    const row = this.#row(group, ledgerId);
    this.#court.demand(1, row !== undefined, () => `authorize sent for ${short(ledgerId)}, which has no row`);
    const live = this.#announcedLive.get(ledgerId) === true;
    this.#court.demand(
      3,
      live,
      () => `authorize sent for ${short(ledgerId)}, announced when no live grant needed it`,
    );
  }

  created(rule: TrueRule): void {
    if (rule.origin === 'HAND') return;
    this.#opened.set(rule.ruleId, rule);
    const row = this.#row(rule.group, rule.ledgerId ?? '');
    const name = `${short(rule.ruleId)} (${openedAs(rule)})`;
    if (!row) {
      this.#court.accuse(1, `${name} stands without a row`);
      return;
    }
    this.#court.demand(
      3,
      row.state !== 'SETTLED',
      () => `${name} opens although ${short(row.id)} is settled`,
    );
    const request = this.#cloud.tables.requests.get(row.grantId);
    if (!request) {
      this.#court.accuse(3, `${name} belongs to no request`);
      return;
    }
    this.#court.demand(
      7,
      wants(request, rule.group, openedAs(rule)),
      () => `${name} is not what ${request.id} asked for`,
    );
    this.#court.demand(
      3,
      request.status === 'APPROVED',
      () => `${name} opens for ${request.id}, ${request.status}`,
    );
    const approvals = new Set(
      request.reviews.filter(({ decision }) => decision === 'APPROVE').map(({ reviewer }) => reviewer),
    );
    const isByItself = request.target === AUTOMATIC || request.breakGlass === true;
    const enough = isByItself || approvals.size >= request.requiredApprovals;
    this.#court.demand(3, enough, () => `${name} opens for ${request.id} with ${approvals.size} approvals`);
  }

  /** Invariant 7: open means that all of it stands, be it that somebody has removed some so lately that no read shows it. */
  #judgeWhole(request: AccessRequest): void {
    const rules = request.grant && 'rules' in request.grant ? request.grant.rules : [];
    const named = rules.map((ruleId) => this.#opened.get(ruleId)).filter((rule) => rule !== undefined);
    const gone = named.find((rule) => this.#isLongGone(rule));
    this.#court.demand(
      7,
      gone === undefined,
      () => `${request.id} is called open by ${short(gone?.ruleId ?? '')}, which is gone`,
    );
    const opened = new Set(named.map((rule) => `${rule.group} ${openedAs(rule)}`));
    const missing = request.access.permissions
      .map(textOf)
      .filter((text) => !opened.has(`${groupOf(request)} ${text}`));
    this.#court.demand(
      7,
      missing.length === 0,
      () => `${request.id} is called open while ${missing.join(', ')} never was`,
    );
  }

  /** So long that a run which began after the last disturbance has read that it is gone, and knows no read to be stale. */
  #isLongGone({ removedAt, group, ledgerId }: TrueRule): boolean {
    const { scheduler, faults, skewSpread, consistency } = this.#cloud;
    const row = this.#row(group, ledgerId ?? '');
    if (removedAt === Infinity || row === undefined || !('openedAt' in row) || row.openedAt === null)
      return false;
    const { staleReads, clockSkew = 0, functionTimeout } = consistency;
    const readable = Math.max(removedAt + staleReads, row.openedAt + staleReads + clockSkew);
    return scheduler.now() - Math.max(readable, faults.lastDisturbance) - skewSpread > functionTimeout;
  }

  #row(group: string, ledgerId: string): LedgerRow | undefined {
    return this.#cloud.tables.groups.get(group)?.rows.get(ledgerId);
  }

  #groupKey(change: Commit['group']): string {
    const group = change?.group;
    return group ? [group.account, group.region, group.groupId].join('/') : '';
  }
}
