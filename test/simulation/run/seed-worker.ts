import { parentPort } from 'node:worker_threads';
import { runSeed } from './run-seed.ts';
import { addRun, emptyTally } from './tally.ts';

export interface SeedBatch {
  readonly from: number;
  readonly count: number;
}

parentPort?.on('message', async ({ from, count }: SeedBatch) => {
  const tally = emptyTally();
  for (let seed = from; seed < from + count; seed += 1) addRun(tally, await runSeed({ seed }));
  parentPort?.postMessage(tally);
});
