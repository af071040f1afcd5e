import { parentPort } from 'node:worker_threads';
import { runSeed } from '../run/run-seed.ts';
import { plantNamed } from './plants.ts';

export interface Found {
  readonly name: string;
  /** The first of the seeds 1, 2, … that finds it; null where none does. */
  readonly seed: number | null;
  readonly invariant: number | null;
  readonly what: string;
  readonly milliseconds: number;
}

/** Seeds that a mistake may hide from. */
export const MOST_SEEDS = 600;

export const findPlant = async (name: string): Promise<Found> => {
  const plant = plantNamed(name);
  const startedAt = performance.now();
  for (let seed = 1; seed <= MOST_SEEDS; seed += 1) {
    const { violation } = await runSeed({ seed, plant });
    if (!violation) continue;
    const { invariant, what } = violation;
    return { name, seed, invariant, what, milliseconds: performance.now() - startedAt };
  }
  return {
    name,
    seed: null,
    invariant: null,
    what: 'not found',
    milliseconds: performance.now() - startedAt,
  };
};

parentPort?.on('message', async (name: string) => parentPort?.postMessage(await findPlant(name)));
