import type { Instant } from '../../functions/domain/instant.ts';
import type { Clock, Pause } from '../../functions/ports/clock.ts';

interface Sleeper {
  readonly wakeAt: Instant;
  readonly wake: () => void;
}

/** Lets everything that can run now run, promises and immediates, before the clock goes on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock that moves only when told to. Whoever waits on it wakes at the very moment that was asked for. */
export class VirtualClock implements Clock, Pause {
  #now: Instant;
  #sleepers: readonly Sleeper[] = [];

  constructor(startsAt: Instant = Date.UTC(2026, 10, 23, 9)) {
    this.#now = startsAt;
  }

  now(): Instant {
    return this.#now;
  }

  /** How many waits are open. */
  get waiting(): number {
    return this.#sleepers.length;
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers = [...this.#sleepers, { wakeAt: this.#now + Math.max(0, milliseconds), wake }];
    });
  }

  /** Moves time on. Sleepers wake one by one in order, those included that fall asleep again on the way. */
  async advance(milliseconds: number): Promise<void> {
    await this.advanceTo(this.#now + milliseconds);
  }

  async advanceTo(moment: Instant): Promise<void> {
    if (moment < this.#now) throw new Error('A clock that goes backwards is tested by making another one.');
    await settled();
    for (let next = this.#nextUntil(moment); next; next = this.#nextUntil(moment)) {
      this.#now = next.wakeAt;
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
      next.wake();
      await settled();
    }
    this.#now = moment;
  }

  #nextUntil(moment: Instant): Sleeper | undefined {
    return this.#sleepers
      .filter(({ wakeAt }) => wakeAt <= moment)
      .reduce<Sleeper | undefined>(
        (first, other) => (first && first.wakeAt <= other.wakeAt ? first : other),
        undefined,
      );
  }
}
