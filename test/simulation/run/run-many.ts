import type { SeedBatch } from './seed-worker.ts';
import { emptyTally, merged, type Tally } from './tally.ts';
import { inWorkers } from './worker-pool.ts';

/** Seeds that a worker takes at a time. */
const BATCH = 50;

/** Runs the seeds `from`, `from + 1`, … on all cores. */
export const runMany = async (
  from: number,
  count: number,
  onProgress: (soFar: Tally) => void = () => {},
): Promise<Tally> => {
  const jobs: SeedBatch[] = [];
  for (let first = from; first < from + count; first += BATCH) {
    jobs.push({ from: first, count: Math.min(BATCH, from + count - first) });
  }
  let total = emptyTally();
  await inWorkers<SeedBatch, Tally>(new URL('./seed-worker.ts', import.meta.url), jobs, (tally) => {
    total = merged(total, tally);
    onProgress(total);
  });
  return total;
};
