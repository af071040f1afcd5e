import { inWorkers } from '../run/worker-pool.ts';
import type { Found } from './find-plant.ts';
import { PLANTS } from './plants.ts';

/** Which seed finds which mistake, on all cores. */
export const findAll = async (onFound: (found: Found) => void = () => {}): Promise<readonly Found[]> => {
  const all: Found[] = [];
  const names = PLANTS.map(({ name }) => name);
  await inWorkers<string, Found>(new URL('./find-plant.ts', import.meta.url), names, (found) => {
    all.push(found);
    onFound(found);
  });
  return names.flatMap((name) => all.find((found) => found.name === name) ?? []);
};

export const medianSeed = (all: readonly Found[]): number => {
  const seeds = all.map(({ seed }) => seed ?? Infinity).sort((a, b) => a - b);
  return seeds[Math.floor(seeds.length / 2)] ?? Infinity;
};
