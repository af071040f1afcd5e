import { type GroupState, isLive, keysOf } from '../../functions/domain/group-state.ts';
import { type Instant, SECOND } from '../../functions/domain/instant.ts';
import type { GroupStore } from '../../functions/ports/access-store.ts';
import type { Clock, Pause } from '../../functions/ports/clock.ts';
import type { SweepReport } from '../../functions/use-cases/sweep.ts';

/** Longer than any claim of the process before, which may have died in the middle of a call. */
const LONGEST = 30 * SECOND;
const REST = SECOND / 4;

/** The rules of a group that nobody needs and that are not known to be closed, and why not; the group where there are none. */
const ofGroup = ({ group, grants, ledger }: GroupState, now: Instant): string => {
  const needed = grants.filter((grant) => isLive(grant, now)).flatMap(keysOf);
  const rules = ledger
    .filter((row) => row.state === 'CLOSING' || (row.state !== 'SETTLED' && !needed.includes(row.key)))
    .map((row) => {
      const why = row.state === 'CLOSING' && row.lastError !== null ? ` (${row.lastError})` : '';
      return `${row.state === 'INTENT' ? row.key : row.ruleId} of ${group.groupId}${why}`;
    });
  return rules.length > 0 ? rules.join(', ') : group.groupId;
};

/** What was left open does not close: Postern does not start, and its gate, which does not run, lets nobody in. */
export class LeftOpen extends Error {
  override readonly name = 'LeftOpen';
  constructor(groups: readonly GroupState[], now: Instant) {
    super(
      `What was left open could not be closed: ${groups.map((state) => ofGroup(state, now)).join(', ')}. Until it is, nobody is let in. ` +
        'Start again to have it tried again, or start with another POSTERN_HOME.',
    );
  }
}

export interface ClosingParts {
  readonly store: GroupStore;
  readonly sweep: (command: { readonly all: boolean }) => Promise<SweepReport>;
  readonly clock: Clock;
  readonly pause: Pause;
}

/** Whether the group lets in somebody whose time is over, or is not yet known to do so no more. */
const isEnding = ({ grants, ledger }: GroupState, now: Instant): boolean =>
  grants.some(({ phase, endsAt }) => phase === 'REVOKING' || endsAt <= now) ||
  ledger.some(({ state }) => state === 'CLOSING');

/**
 * Closes what a crash left open and time has ended since. Returns once nothing is left to close.
 *
 * @throws {LeftOpen} where it cannot be closed: not to start is safe then, because a gate that does not run lets nobody in
 */
export const closeLeftOpen = async ({ store, sweep, clock, pause }: ClosingParts): Promise<void> => {
  const giveUpAt = clock.now() + LONGEST;
  for (;;) {
    const { failed } = await sweep({ all: true });
    const groups = await Promise.all((await store.registeredGroups()).map((group) => store.readGroup(group)));
    const ending = groups.filter((state) => isEnding(state, clock.now()));
    if (failed === 0 && ending.length === 0) return;
    // A sweep that failed does not say where; the log does.
    if (clock.now() >= giveUpAt) throw new LeftOpen(ending.length > 0 ? ending : groups, clock.now());
    await pause.wait(REST);
  }
};
