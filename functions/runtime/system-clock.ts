import type { Clock, Pause } from '../ports/clock.ts';

/** The machine's own time. */
export const systemClock: Clock = { now: () => Date.now() };

export const systemPause: Pause = {
  wait: (milliseconds) =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    }),
};
