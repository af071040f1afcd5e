import type { Plant } from '../planted/plant.ts';
import { writeStory } from '../story/write-story.ts';
import { type RunResult, runSeed } from './run-seed.ts';

export interface Shrunk {
  readonly run: RunResult;
  /** Indices of the items that the failure needs. */
  readonly kept: readonly number[];
  readonly items: number;
  /** Faults that struck in the whole story, and in the shrunk one. */
  readonly firedBefore: number;
  readonly firedAfter: number;
}

/** Runs that shrinking may take: it is greedy, and a small story is enough. */
const MOST_RUNS = 400;

/**
 * The smallest story found in which the same invariant still breaks: first items are left out one by one, then single
 * strikes of the faults that remain.
 */
export const shrink = async (seed: number, plant?: Plant): Promise<Shrunk> => {
  const story = writeStory(seed);
  let best = await runSeed({ seed, plant });
  const invariant = best.violation?.invariant;
  if (invariant === undefined) throw new Error(`Seed ${seed} breaks no invariant`);
  const firedBefore = best.fired;
  let runs = 0;
  let without: ReadonlySet<number> = new Set();
  let muted: ReadonlySet<number> = new Set();
  const stillFails = async (tried: { without: ReadonlySet<number>; muted: ReadonlySet<number> }) => {
    runs += 1;
    const run = await runSeed({ seed, plant, ...tried });
    if (run.violation?.invariant !== invariant) return false;
    best = run;
    return true;
  };

  for (let hasShrunk = true; hasShrunk && runs < MOST_RUNS; ) {
    hasShrunk = false;
    for (const index of story.keys()) {
      const tried = new Set([...without, index]);
      if (without.has(index) || !(await stillFails({ without: tried, muted }))) continue;
      without = tried;
      hasShrunk = true;
    }
  }
  // Late strikes first, in ever smaller runs of them: most do not matter.
  for (let size = best.fired; size >= 1 && runs < MOST_RUNS; size = Math.floor(size / 2)) {
    for (let last = best.fired; last >= 1 && runs < MOST_RUNS; last -= size) {
      const block = Array.from({ length: size }, (_, index) => last - index).filter((ordinal) => ordinal > 0);
      const tried = new Set([...muted, ...block]);
      if (tried.size > muted.size && (await stillFails({ without, muted: tried }))) muted = tried;
    }
  }
  const run = await runSeed({ seed, plant, without, muted, isTraced: true });
  return {
    run,
    kept: [...story.keys()].filter((index) => !without.has(index)),
    items: story.length,
    firedBefore,
    firedAfter: run.lines.filter((line) => line.includes('⚡')).length,
  };
};
