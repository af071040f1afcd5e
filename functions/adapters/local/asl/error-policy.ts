import { SECOND } from '../../../domain/instant.ts';
import type { Catcher, Retrier } from './error-policy-schema.ts';

/** Errors that end the execution whatever its Retry and Catch say. */
const TERMINAL = ['States.Runtime', 'States.DataLimitExceeded'];
const TIMEOUTS = ['States.Timeout', 'States.HeartbeatTimeout'];

/**
 * `States.ALL` is every error but the terminal ones; `States.TaskFailed` is that without the timeouts;
 * `States.Timeout` is also a missed heartbeat.
 */
export function matches(errorEquals: readonly string[], error: string): boolean {
  if (TERMINAL.includes(error)) return false;
  return errorEquals.some((name) => {
    if (name === 'States.ALL') return true;
    if (name === 'States.TaskFailed') return !TIMEOUTS.includes(error);
    if (name === 'States.Timeout') return TIMEOUTS.includes(error);
    return name === error;
  });
}

export interface NextAttempt {
  /** Milliseconds until it. */
  readonly delay: number;
  /** Attempts that each retrier has given, with this one. */
  readonly retries: readonly number[];
}

/**
 * The first retrier that matches decides: a spent one gives no further attempt, whatever stands below it.
 *
 * @param given attempts that each retrier has given in this visit of the state
 * @param random from 0 up to 1, for `JitterStrategy: FULL`
 */
export function nextAttempt(
  retriers: readonly Retrier[],
  error: string,
  given: readonly number[],
  random: () => number,
): NextAttempt | undefined {
  const index = retriers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, error));
  const retrier = retriers[index];
  const before = given[index] ?? 0;
  if (retrier === undefined || before >= retrier.MaxAttempts) return undefined;
  const backoff = retrier.IntervalSeconds * retrier.BackoffRate ** before;
  const seconds = Math.min(backoff, retrier.MaxDelaySeconds ?? Infinity);
  const jitter = retrier.JitterStrategy === 'FULL' ? random() : 1;
  return {
    delay: Math.round(seconds * SECOND * jitter),
    retries: retriers.map((_, at) => (given[at] ?? 0) + (at === index ? 1 : 0)),
  };
}

/** The first catcher that matches. */
export const catcherOf = (catchers: readonly Catcher[], error: string): Catcher | undefined =>
  catchers.find(({ ErrorEquals }) => matches(ErrorEquals, error));
