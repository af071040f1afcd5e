import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import type { Instant } from '../../../functions/domain/instant.ts';
import type { RowIn } from '../../../functions/domain/ledger.ts';
import type { Commit } from '../../../functions/ports/access-store.ts';
import { short } from '../ec2/invoked-ingress-rules.ts';
import type { TrueRule } from '../ec2/true-rules.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { Court } from './court.ts';

const UNDER_WAY = ['ACTIVATING', 'ACTIVE'];
const ENDED = ['EXPIRED', 'REVOKED', 'FAILED'];
/** Production reports the third failure in a row; some of its writes may fail as well. */
const FAILURES_UNTIL_LOUD = 8;

/** Invariants 8 and 11: that an end names each rule that was closed for it, and that a close which fails is said. */
export class ReceiptsJudge {
  readonly #cloud: Cloud;
  readonly #court: Court;
  /** By request id, the rules that its own intents opened. */
  readonly #opened = new Map<string, TrueRule[]>();
  readonly #endingSince = new Map<string, Instant>();
  /** By ledger id, failures in a row that the last commit said. */
  readonly #failures = new Map<string, number>();
  /** By ledger id, failures since the end began for which it closes. */
  readonly #suffered = new Map<string, number>();

  constructor(cloud: Cloud, court: Court) {
    this.#cloud = cloud;
    this.#court = court;
  }

  created(rule: TrueRule): void {
    const grantId = this.#cloud.tables.groups.get(rule.group)?.rows.get(rule.ledgerId ?? '')?.grantId;
    if (rule.origin !== 'POSTERN' || grantId === undefined) return;
    this.#opened.set(grantId, [...(this.#opened.get(grantId) ?? []), rule]);
  }

  /** Called when the commit is written. */
  committed({ changes, group }: Commit): void {
    for (const { before, after } of changes) {
      const [was, is] = [before?.grant?.status ?? '', after.grant?.status ?? ''];
      if (UNDER_WAY.includes(was) && is === 'REVOKING') {
        this.#endingSince.set(after.id, this.#cloud.scheduler.now());
      }
      if (ENDED.includes(is) && !ENDED.includes(was)) this.#judgeReceipt(after);
    }
    for (const row of group?.putRows ?? []) if (row.state === 'CLOSING') this.#judgeLoudness(row);
  }

  #judgeReceipt({ id, grant }: AccessRequest): void {
    const since = this.#endingSince.get(id);
    if (since === undefined || grant === null || !('closures' in grant)) return;
    const named = grant.closures.map(({ ruleId }) => ruleId);
    const closed = (this.#opened.get(id) ?? []).filter(
      (rule) => rule.removedAt >= since && rule.removedAt !== Infinity && this.#isSettled(rule),
    );
    for (const { ruleId } of closed) {
      this.#court.demand(
        8,
        named.includes(ruleId),
        () => `the receipt of ${id} does not name ${short(ruleId)}`,
      );
    }
  }

  /**
   * One that another grant holds is not closed yet, be it that somebody removed it by hand; and of one that opened late and
   * was gone before anybody looked, only the intent is known.
   */
  #isSettled({ group, ledgerId, ruleId }: TrueRule): boolean {
    const row = this.#cloud.tables.groups.get(group)?.rows.get(ledgerId ?? '');
    return row?.state === 'SETTLED' && row.ruleId === ruleId;
  }

  #judgeLoudness({ id, grantId, failures }: RowIn<'CLOSING'>): void {
    const isOneMore = failures > (this.#failures.get(id) ?? 0);
    this.#failures.set(id, failures);
    if (!isOneMore || !this.#endingSince.has(grantId)) return;
    const suffered = (this.#suffered.get(id) ?? 0) + 1;
    this.#suffered.set(id, suffered);
    const status = this.#cloud.tables.requests.get(grantId)?.grant?.status;
    this.#court.demand(
      11,
      suffered < FAILURES_UNTIL_LOUD || status !== 'REVOKING',
      () => `${grantId} fails to close, and nobody is told`,
    );
  }
}
