import type { GroupState } from '../../functions/domain/group-state.ts';
import { type Instant, SECOND } from '../../functions/domain/instant.ts';
import type { GroupStore } from '../../functions/ports/access-store.ts';
import type { Clock, Pause } from '../../functions/ports/clock.ts';
import type { SweepReport } from '../../functions/use-cases/sweep.ts';

/** Longer than any claim of the process before, which may have died in the middle of a call. */
const LONGEST = 30 * SECOND;
const REST = SECOND / 4;

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
 * @throws where it cannot be closed: not to start is safe then, because a gate that does not run lets nobody in
 */
export const closeLeftOpen = async ({ store, sweep, clock, pause }: ClosingParts): Promise<void> => {
  const giveUpAt = clock.now() + LONGEST;
  for (;;) {
    const { failed } = await sweep({ all: true });
    const groups = await Promise.all((await store.registeredGroups()).map((group) => store.readGroup(group)));
    if (failed === 0 && !groups.some((state) => isEnding(state, clock.now()))) return;
    if (clock.now() >= giveUpAt) throw new Error('A rule that was left open could not be closed');
    await pause.wait(REST);
  }
};
