import { describe, expect, it } from 'vitest';
import { neverHit } from './coverage.ts';
import { figures } from './figures.ts';
import { runMany } from './run-many.ts';

const SEEDS = 1_000;
/** What the issue allows on two cores. */
const BUDGET = 60_000;

describe(`the simulation of ${SEEDS} seeds`, () => {
  it('breaks no invariant, and strikes with every fault in every phase', {
    timeout: 3 * BUDGET,
  }, async () => {
    const startedAt = performance.now();
    const tally = await runMany(1, SEEDS);
    console.log(figures(tally, performance.now() - startedAt));
    expect(tally.seeds).toBe(SEEDS);
    expect(tally.failures).toEqual([]);
    expect(neverHit(tally.hits)).toEqual([]);
  });
});
