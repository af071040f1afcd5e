import { type GroupState, isIdle } from '../domain/group-state.ts';
import { type Instant, MINUTE } from '../domain/instant.ts';
import { overdueRules } from '../domain/overdue.ts';
import { type GroupRef, groupKey } from '../domain/rule-key.ts';
import { type ConvergeDependencies, convergeGroup } from './converge/converge-group.ts';
import type { Dependencies } from './dependencies.ts';
import { workOff } from './work-off.ts';

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

/** An idle group is read this seldom: only a rule that was lost from all records could stand there. */
const IDLE_EVERY = 10;
/**
 * Of the function's time, the part in which calls to EC2 may begin. Whatever hangs, what is overdue is then counted in all
 * groups, and said.
 */
const SHARE_FOR_CALLS = 2 / 3;
/** Groups of one region that are worked on at once: enough to hide EC2's latency, few enough for its request rate. */
const AT_ONCE = 4;

/** Spreads idle groups over the minutes, each on its own: known from its name, so that nothing is remembered. */
const isIdleTurn = (group: GroupRef, now: Instant): boolean => {
  const letters = [...group.groupId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return (Math.floor(now / MINUTE) + letters) % IDLE_EVERY === 0;
};

const allGroups = async ({ store, configuration }: SweepDependencies): Promise<readonly GroupRef[]> => {
  const known = [...(await store.registeredGroups()), ...configuration.targets.map(({ group }) => group)];
  return [...new Map(known.map((group) => [groupKey(group), group])).values()];
};

/** Beginnings that are so far apart are spread over a circle most evenly, however few of them there have been. */
const GOLDEN_TURN = (Math.sqrt(5) - 1) / 2;

/**
 * A line of groups for each region, so that a region that hangs keeps no other waiting; and every minute another group
 * is first in its line, far from the one before, so that groups that hang do not keep the same others waiting for long.
 */
const linesByRegion = (groups: readonly GroupRef[], now: Instant): readonly (readonly GroupRef[])[] =>
  Object.values(Object.groupBy(groups, ({ region }) => region)).map((line = []) => {
    const first = Math.floor(((Math.floor(now / MINUTE) * GOLDEN_TURN) % 1) * line.length);
    return [...line.slice(first), ...line.slice(0, first)];
  });

/** The second, independent closer: needs only the table and EC2, believes no workflow, and does not stop at an error. */
export const sweep = (dependencies: SweepDependencies) => {
  const { store, clock, signals, consistency } = dependencies;
  const converge = convergeGroup(dependencies);

  return async ({ all }: { readonly all: boolean }): Promise<SweepReport> => {
    const callBy = clock.now() + consistency.functionTimeout * SHARE_FOR_CALLS;
    const groups = await allGroups(dependencies);
    const report = { groups: groups.length, waiting: 0, failed: 0, overdue: 0 };

    const sweepGroup = async (group: GroupRef): Promise<void> => {
      let state: GroupState | undefined;
      try {
        state = await store.readGroup(group);
        if (!all && isIdle(state) && !isIdleTurn(group, clock.now())) return;
        if (clock.now() >= callBy) throw new Error('No time was left: EC2 answers too slowly');
        const swept = await converge({ group, sweeping: true, callBy });
        state = swept.state;
        if (swept.outcome === 'BUSY')
          throw new Error('Other writes kept coming first, or records are broken');
        if (swept.outcome === 'WAITING') report.waiting += 1;
      } catch (cause) {
        report.failed += 1;
        signals.send({ code: 'GROUP_NOT_SWEPT', group: groupKey(group), cause });
      }
      // Counted whatever became of the sweep: what cannot be swept is what must be counted.
      if (state !== undefined) report.overdue += overdueRules(state, clock.now());
    };

    const lines = linesByRegion(groups, clock.now());
    await Promise.all(lines.map((line) => workOff(line, AT_ONCE, sweepGroup)));
    signals.send({ code: 'OVERDUE_OPEN_RULES', count: report.overdue });
    return report;
  };
};
