import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Gives jobs to as many workers as the machine has cores, one at a time each, and hands over answers as they come. */
export const inWorkers = async <Job, Answer>(
  file: URL,
  jobs: readonly Job[],
  onAnswer: (answer: Answer, job: Job) => void,
): Promise<void> => {
  const waiting = [...jobs];
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(file);
      let current: Job | undefined;
      const next = (): void => {
        current = waiting.shift();
        if (current !== undefined) worker.postMessage(current);
        else worker.terminate().then(() => resolve(), reject);
      };
      worker.on('message', (answer: Answer) => {
        onAnswer(answer, current as Job);
        next();
      });
      worker.on('error', reject);
      next();
    });
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), jobs.length) }, work));
};
