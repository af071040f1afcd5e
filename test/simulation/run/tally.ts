import type { Violation } from '../oracle/court.ts';
import type { RunResult } from './run-seed.ts';

/** What many runs come to. Plain data, so that workers can send it. */
export interface Tally {
  seeds: number;
  steps: number;
  fired: number;
  invocations: number;
  /** Milliseconds. */
  simulated: number;
  /** Milliseconds: the latest close, past all need and disturbance. */
  worst: number;
  /** By `FAULT × PHASE`. */
  readonly hits: Record<string, number>;
  readonly failures: { readonly seed: number; readonly violation: Violation }[];
}

export const emptyTally = (): Tally => ({
  seeds: 0,
  steps: 0,
  fired: 0,
  invocations: 0,
  simulated: 0,
  worst: 0,
  hits: {},
  failures: [],
});

export const addRun = (tally: Tally, run: RunResult): void => {
  tally.seeds += 1;
  tally.steps += run.steps;
  tally.fired += run.fired;
  tally.invocations += run.invocations;
  tally.simulated += run.simulated;
  tally.worst = Math.max(tally.worst, run.worst);
  for (const [pair, count] of run.hits) tally.hits[pair] = (tally.hits[pair] ?? 0) + count;
  if (run.violation) tally.failures.push({ seed: run.seed, violation: run.violation });
};

export const merged = (one: Tally, other: Tally): Tally => {
  const hits = { ...one.hits };
  for (const [pair, count] of Object.entries(other.hits)) hits[pair] = (hits[pair] ?? 0) + count;
  return {
    seeds: one.seeds + other.seeds,
    steps: one.steps + other.steps,
    fired: one.fired + other.fired,
    invocations: one.invocations + other.invocations,
    simulated: one.simulated + other.simulated,
    worst: Math.max(one.worst, other.worst),
    hits,
    failures: [...one.failures, ...other.failures].toSorted((a, b) => a.seed - b.seed),
  };
};
