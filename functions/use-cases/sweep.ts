import { type GroupState, isIdle } from '../domain/group-state.ts';
import { type Instant, MINUTE } from '../domain/instant.ts';
import { type GroupRef, groupKey } from '../domain/rule-key.ts';
import { type ConvergeDependencies, type ConvergeReport, convergeGroup } from './converge/converge-group.ts';
import type { Dependencies } from './dependencies.ts';

export interface SweepReport {
  readonly groups: number;
  /** Groups in which something is still opening or closing. */
  readonly waiting: number;
  /** Groups that could not be swept; each was signalled. */
  readonly failed: number;
  /** Rules open past every grant that needed them, by more than what is allowed. */
  readonly overdue: number;
}

type SweepDependencies = ConvergeDependencies & Pick<Dependencies, 'configuration'>;

/** Invariant 2 of the design: no rule outlives its last live grant by more than that. */
const ALLOWED_AFTER_END = 3 * MINUTE;
/** An idle group is read this seldom: only a rule that was lost from all records could stand there. */
const IDLE_EVERY = 10;
/** Groups that are worked on at once: enough to hide EC2's latency, few enough for its request rate. */
const AT_ONCE = 4;

const overdueRules = ({ grants, ledger }: GroupState, now: Instant): number =>
  grants.filter(({ phase, endsAt }) => phase === 'REVOKING' && now > endsAt + ALLOWED_AFTER_END).length === 0
    ? 0
    : ledger.filter(({ state, closeBy }) => state === 'CLOSING' || (state === 'OPEN' && closeBy < now))
        .length;

/** Spreads idle groups over the minutes, each on its own: known from its name, so that nothing is remembered. */
const isIdleTurn = (group: GroupRef, now: Instant): boolean => {
  const letters = [...group.groupId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return (Math.floor(now / MINUTE) + letters) % IDLE_EVERY === 0;
};

const allGroups = async ({ store, configuration }: SweepDependencies): Promise<readonly GroupRef[]> => {
  const known = [...(await store.registeredGroups()), ...configuration.targets.map(({ group }) => group)];
  return [...new Map(known.map((group) => [groupKey(group), group])).values()];
};

/** The second, independent closer: needs only the table and EC2, believes no workflow, and does not stop at an error. */
export const sweep = (dependencies: SweepDependencies) => {
  const { store, clock, signals } = dependencies;
  const converge = convergeGroup(dependencies);

  const sweepGroup = async (group: GroupRef, all: boolean): Promise<ConvergeReport | null> => {
    const state = await store.readGroup(group);
    if (!all && isIdle(state) && !isIdleTurn(group, clock.now())) return null;
    return await converge({ group, sweeping: true });
  };

  return async ({ all }: { readonly all: boolean }): Promise<SweepReport> => {
    const groups = await allGroups(dependencies);
    const waitingLine = [...groups];
    const report = { groups: groups.length, waiting: 0, failed: 0, overdue: 0 };
    const work = async (): Promise<void> => {
      for (let group = waitingLine.shift(); group !== undefined; group = waitingLine.shift()) {
        try {
          const swept = await sweepGroup(group, all);
          if (swept === null) continue;
          if (swept.outcome === 'BUSY') throw new Error('Other writes kept coming first');
          if (swept.outcome === 'WAITING') report.waiting += 1;
          report.overdue += overdueRules(swept.state, clock.now());
        } catch (cause) {
          report.failed += 1;
          signals.send({ code: 'GROUP_NOT_SWEPT', group: groupKey(group), cause });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    signals.send({ code: 'OVERDUE_OPEN_RULES', count: report.overdue });
    return report;
  };
};
