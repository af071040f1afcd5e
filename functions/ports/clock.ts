import type { Instant } from '../domain/instant.ts';

export interface Clock {
  now(): Instant;
}

/** For the few places that wait inside a call (a long poll). */
export interface Pause {
  /** Resolves after that many milliseconds. */
  wait(milliseconds: number): Promise<void>;
}
