import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import type { LedgerRow } from '../../../functions/domain/ledger.ts';
import type { Commit } from '../../../functions/ports/access-store.ts';
import type { Signal, SignalCode } from '../../../functions/ports/signals.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { Invocation } from '../functions/invocation.ts';
import type { Court } from './court.ts';
import { isEdited, openedAs, requestsFor } from './truth.ts';

const subjectOf = (signal: Signal): string => {
  if ('ruleId' in signal) return signal.ruleId;
  return 'requestId' in signal ? signal.requestId : '';
};

/** Whether a close is said to have failed, for the first time or once more. */
const failsAnew = (before: AccessRequest['grant'], after: AccessRequest['grant']): boolean =>
  after?.status === 'REVOKE_FAILED' &&
  (before?.status !== 'REVOKE_FAILED' ||
    before.nextTryAt !== after.nextTryAt ||
    before.lastError !== after.lastError);

/** Why a grant has failed with this very change. */
const failureOf = (before: AccessRequest['grant'], after: AccessRequest['grant']): string | null =>
  after?.status === 'FAILED' && before?.status !== 'FAILED' ? after.ending.reason : null;

/** The rule for the lack of which a grant begins to end with this very change. */
const missingFor = (before: AccessRequest['grant'], after: AccessRequest['grant']): string | null => {
  if (before?.status !== 'ACTIVE' || after?.status !== 'REVOKING') return null;
  const { reason, detail } = after.ending;
  return reason === 'RULE_MISSING' ? (/^sgr-\w+/.exec(detail ?? '')?.[0] ?? null) : null;
};

/**
 * Invariant 11: whoever writes what somebody must hear of also says it.
 *
 * Most is said right after it was written, and so not by a run that died in between, nor by one that was never told that
 * its write was made. Of these nothing is demanded. A close that fails once more is said once more, and the events of a
 * close or a grant that failed are published whatever dies. That a rule was edited, stood without a row or was opened anew
 * because it was missing is then never said: its row no longer shows it.
 */
export class AlarmsJudge {
  readonly #cloud: Cloud;
  readonly #court: Court;
  /** By run, as `CODE subject`. */
  readonly #said = new WeakMap<Invocation, Set<string>>();
  readonly #owed = new WeakMap<Invocation, string[]>();

  constructor(cloud: Cloud, court: Court) {
    this.#cloud = cloud;
    this.#court = court;
  }

  signalled(signal: Signal, by: Invocation): void {
    const said = this.#said.get(by) ?? new Set();
    this.#said.set(by, said.add(`${signal.code} ${subjectOf(signal)}`));
  }

  /** Called before the commit is written. */
  committing({ changes, group }: Commit, by: Invocation): void {
    for (const { before, after } of changes) {
      const [was, is] = [before?.grant ?? null, after.grant];
      if (failsAnew(was, is)) this.#owe(by, 'REVOKE_FAILED', after.id);
      const missing = missingFor(was, is);
      if (missing !== null) this.#owe(by, 'RULE_MISSING', missing);
      const failure = failureOf(was, is);
      if (failure === 'NEVER_ACTIVATED') this.#owe(by, failure, after.id);
      // Said before it is written, and so whatever dies.
      if (failure === 'DIGEST_CHANGED') this.#demand(by, `${failure} ${after.id}`);
    }
    if (!group) return;
    const { account, region, groupId } = group.group;
    const key = [account, region, groupId].join('/');
    for (const row of group.putRows) {
      const code = this.#alarmOf(key, this.#cloud.tables.groups.get(key)?.rows.get(row.id), row);
      if (code !== null && 'ruleId' in row && row.ruleId !== null) this.#owe(by, code, row.ruleId);
    }
  }

  over(run: Invocation): void {
    if (run.end === 'KILLED' || run.isMisled) return;
    for (const alarm of this.#owed.get(run) ?? []) this.#demand(run, alarm);
  }

  /** What somebody must hear of a rule that closes, or is given up; null where that is the plain end of a need. */
  #alarmOf(group: string, was: LedgerRow | undefined, is: LedgerRow): SignalCode | null {
    if (is.state === 'SETTLED') return was?.state === 'OPEN' ? 'RULE_MISSING' : null;
    if (is.state !== 'CLOSING') return null;
    if (was?.state === 'CLOSING') return is.failures > was.failures ? 'REVOKE_CALL_FAILED' : null;
    if (was === undefined) return 'ORPHAN_RULE';
    if (was.state === 'SETTLED') return 'RULE_RETURNED';
    return this.#isEditedInNeed(group, is.ruleId) ? 'RULE_EDITED' : null;
  }

  /** One that is edited before its id is on record is not judged here: no grant is open by it yet. */
  #isEditedInNeed(group: string, ruleId: string): boolean {
    const { ec2, scheduler, skewSpread } = this.#cloud;
    const rule = ec2.rules.standing(group).find((one) => one.ruleId === ruleId);
    if (rule === undefined || !isEdited(rule)) return false;
    return requestsFor(this.#cloud, group, openedAs(rule)).some(
      ({ grant }) =>
        grant?.status === 'ACTIVE' &&
        grant.expiresAt > scheduler.now() + skewSpread &&
        grant.rules.includes(ruleId),
    );
  }

  #owe(by: Invocation, code: SignalCode, subject: string): void {
    this.#owed.set(by, [...(this.#owed.get(by) ?? []), `${code} ${subject}`]);
  }

  #demand(by: Invocation, alarm: string): void {
    const isSaid = this.#said.get(by)?.has(alarm) === true;
    this.#court.demand(11, isSaid, () => `${by.label} does not say ${alarm}`);
  }
}
