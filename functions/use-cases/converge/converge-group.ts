import type { Configuration } from '../../domain/configuration.ts';
import type { CallAnswer, Facts, Finding, Reading } from '../../domain/converge/facts.ts';
import { failedIn, needsReading, type Plan, planConvergence } from '../../domain/converge/plan.ts';
import { applied, type GroupState } from '../../domain/group-state.ts';
import type { Instant } from '../../domain/instant.ts';
import { type GroupRef, groupKey } from '../../domain/rule-key.ts';
import type { AccessStore } from '../../ports/access-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Consistency, IngressRules } from '../../ports/ingress-rules.ts';
import type { Signal, Signals } from '../../ports/signals.ts';
import { authorizeRule, NOT_CALLED } from './authorize-rules.ts';
import { commitPlan } from './commit-plan.ts';
import { DoubtedRecords } from './doubted-records.ts';
import { revokeRules } from './revoke-rules.ts';

export interface ConvergeDependencies {
  readonly store: AccessStore;
  readonly ingressRules: IngressRules;
  readonly consistency: Consistency;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly signals: Signals;
  readonly configuration: Pick<Configuration, 'deployment' | 'missingRule' | 'targets'>;
  /** What thinks; another one only where tests plant a mistake to see it found. */
  readonly plan?: typeof planConvergence;
}

export interface ConvergeCommand {
  readonly group: GroupRef;
  /** Reads the rules even where the ledger alone would not ask for it, and so finds what others changed. */
  readonly sweeping: boolean;
  /** No call to EC2 begins from that moment on. Default: half of the function's time, so that what was said is written. */
  readonly callBy?: Instant;
}

export interface ConvergeReport {
  /** `CONVERGED`: nothing is left to do. `WAITING`: something is opening or closing. `BUSY`: others kept writing, or records are broken. */
  readonly outcome: 'CONVERGED' | 'WAITING' | 'BUSY';
  readonly state: GroupState;
}

/** A round is one commit and the calls that it announced. Far more than the largest group needs. */
const MOST_ROUNDS = 60;
const MOST_CONFLICTS = 20;
/** Torn reads and passing writes are over long before that. */
const CONFLICTS_UNTIL_BROKEN = 8;

/**
 * Makes one security group's owned rules equal the union of its live grants. Opening, closing, early revoke, drift
 * repair and sweeping are all this. It may run twice at once and die anywhere: each step is committed against the
 * version that it was planned on before its calls are made, and every call is announced by a commit.
 */
export const convergeGroup =
  (dependencies: ConvergeDependencies) =>
  async ({ group, sweeping, callBy }: ConvergeCommand): Promise<ConvergeReport> => {
    const { store, ingressRules, consistency, clock, ids, signals, configuration } = dependencies;
    const { plan: planned = planConvergence } = dependencies;
    const run = ids.runId();
    const answers = new Map<string, CallAnswer>();
    const failed = new Set<string>();
    const failing = new Set<string>();
    const lastCallAt = callBy ?? clock.now() + consistency.functionTimeout / 2;
    const mayCall = (): boolean => clock.now() < lastCallAt;
    const doubted = new DoubtedRecords(signals);
    let reading: Reading | null = null;
    let isReadingDue = sweeping;
    let mayRead = true;

    const read = async (): Promise<Reading | null> => {
      if (!mayCall()) return null;
      const at = clock.now();
      const answer = await ingressRules.list(group);
      switch (answer.outcome) {
        case 'LISTED':
          return { at, rules: answer.rules };
        case 'GROUP_NOT_FOUND':
          return { at, rules: [] };
        case 'THROTTLED':
        case 'ACCESS_DENIED':
        case 'UNKNOWN':
          mayRead = false;
          signals.send({ code: 'GROUP_UNREADABLE', group: groupKey(group), error: answer.outcome });
          return null;
      }
    };

    const facts = (): Facts => ({
      now: clock.now(),
      run,
      deployment: configuration.deployment,
      reopensMissing: configuration.missingRule === 'reopen',
      consistency,
      reading,
      isUnreadable: !mayRead,
      broken: doubted.broken,
      failed,
      reported: failing,
      answers,
      newLedgerId: () => ids.ledgerId(),
    });

    const reported = new Set<string>();
    const report = (findings: readonly Finding[]): void => {
      for (const finding of findings) {
        const name = `${finding.code} ${finding.ruleId}`;
        if (!reported.has(name)) signals.send(signalOf(group, finding));
        reported.add(name);
      }
    };

    const call = async (state: GroupState, plan: Pick<Plan, 'revoke' | 'authorize'>): Promise<void> => {
      if (plan.revoke.length > 0) {
        const said = await revokeRules({ rules: ingressRules, group, mayCall }, plan.revoke);
        for (const [id, answer] of said) answers.set(id, answer);
      }
      for (const row of plan.authorize) {
        answers.set(row.id, mayCall() ? await authorizeRule(ingressRules, state, row, read) : NOT_CALLED);
      }
    };

    let state = await store.readGroup(group);
    let conflicts = 0;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      if (reading === null && mayRead && (isReadingDue || needsReading(state, answers)))
        reading = await read();
      const plan = planned(state, facts());
      if (plan.change === null) {
        report(plan.findings);
        return { outcome: doubted.broken.size > 0 ? 'BUSY' : outcomeOf(state), state };
      }

      const isLastTry = conflicts >= CONFLICTS_UNTIL_BROKEN;
      const committed = await commitPlan(dependencies, state, { ...plan, change: plan.change }, clock.now(), {
        isLastTry,
        doubted,
      });
      if (committed.outcome === 'DOUBTED') continue;
      if (committed.outcome === 'NOTHING_LEFT') {
        // What was seen is said all the same: nothing that is written will say it.
        report(plan.findings);
        return { outcome: 'BUSY', state };
      }
      if (committed.outcome === 'CONFLICT') {
        conflicts += 1;
        if (conflicts > MOST_CONFLICTS) return { outcome: 'BUSY', state };
        state = await store.readGroup(group);
        reading = null;
        continue;
      }
      state = applied(state, committed.change);
      for (const id of failedIn(committed.change.putRows)) failed.add(id);
      report(plan.findings);
      for (const move of committed.moves) {
        if (move.kind === 'reportFailure') {
          failing.add(move.grantId);
          signals.send({ code: 'REVOKE_FAILED', requestId: move.grantId, error: move.lastError });
        }
      }
      const calls = { revoke: plan.revoke, authorize: committed.authorize };
      if (calls.revoke.length + calls.authorize.length > 0) {
        await call(state, calls);
        // What was read before a call says nothing of it.
        reading = null;
        isReadingDue = false;
      }
    }
    return { outcome: 'BUSY', state };
  };

const outcomeOf = (state: GroupState): ConvergeReport['outcome'] => {
  const isUnsettled = state.ledger.some((row) => row.state === 'INTENT' || row.state === 'CLOSING');
  const isUnderWay = state.grants.some(({ phase }) => phase !== 'ACTIVE');
  return isUnsettled || isUnderWay ? 'WAITING' : 'CONVERGED';
};

const signalOf = (group: GroupRef, { code, ruleId, grantId, detail }: Finding): Signal => {
  const where = { group: groupKey(group), ruleId };
  switch (code) {
    case 'RULE_MISSING':
      return { code, ...where, grantId };
    case 'REVOKE_CALL_FAILED':
      return { code, ...where, error: detail };
    case 'ORPHAN_RULE':
    case 'RULE_EDITED':
    case 'RULE_RETURNED':
      return { code, ...where };
  }
};
