import { describe, expect, it } from 'vitest';
import { plantNamed } from '../planted/plants.ts';
import { runSeed } from './run-seed.ts';
import { shrink } from './shrink.ts';
import { timelineOf } from './timeline.ts';

const PLANT = plantNamed('a batch that had no effect is taken for a success');

const firstFailure = async (): Promise<number> => {
  for (let seed = 1; ; seed += 1) if ((await runSeed({ seed, plant: PLANT })).violation) return seed;
};

describe('a seed', () => {
  it.each([1, 7, 42, 1_234])('replays byte for byte (%i)', async (seed) => {
    const [first, again] = [await runSeed({ seed, isTraced: true }), await runSeed({ seed, isTraced: true })];
    expect(first.lines.length).toBeGreaterThan(20);
    expect(again.lines).toEqual(first.lines);
    expect(again.hash).toBe(first.hash);
  });

  it('runs alike whether or not somebody reads along', async () => {
    const [silent, traced] = [await runSeed({ seed: 5 }), await runSeed({ seed: 5, isTraced: true })];
    expect(traced.steps).toBe(silent.steps);
    expect(traced.fired).toBe(silent.fired);
  });

  it('tells another story than the next one', async () => {
    const [one, other] = [
      await runSeed({ seed: 1, isTraced: true }),
      await runSeed({ seed: 2, isTraced: true }),
    ];
    expect(other.hash).not.toBe(one.hash);
  });
});

describe('a failing seed', () => {
  it('is shrunk to what the failure needs, and told as a timeline', { timeout: 60_000 }, async () => {
    const seed = await firstFailure();
    const shrunk = await shrink(seed, PLANT);
    expect(shrunk.run.violation).not.toBeNull();
    expect(shrunk.kept.length).toBeLessThan(shrunk.items);
    expect(shrunk.firedAfter).toBeLessThanOrEqual(shrunk.firedBefore);
    const timeline = timelineOf(shrunk);
    expect(timeline).toContain(`Seed ${seed} breaks invariant`);
    expect(timeline.split('\n').at(-1)).toContain('✘ invariant');
    expect(timeline).toContain('EC2_PARTIAL_BATCH');
  });
});
