import { setTimeout as after } from 'node:timers/promises';
import type { Clock, Pause } from '../functions/ports/clock.ts';
import { systemClock } from '../functions/runtime/system-clock.ts';

/** The machine's time and so many milliseconds. Its waits do not keep the process alive. */
export const localClock = (offset: number): Clock & Pause => ({
  now: () => systemClock.now() + offset,
  wait: (milliseconds) => after(milliseconds, undefined, { ref: false }),
});
