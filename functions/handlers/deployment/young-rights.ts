import { SECOND } from '../../domain/instant.ts';
import type { Pause } from '../../ports/clock.ts';

/** IAM gives a right some seconds after CloudFormation has made it; the rest of the function's minute is for the work. */
const TRIES = 4;
const BETWEEN_TRIES = 5 * SECOND;

/** Does it again for as long as a right that the deployment has just given may take. @throws what the last try threw */
export const awaitingRights = async <Result>(pause: Pause, work: () => Promise<Result>): Promise<Result> => {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0) throw error;
      await pause.wait(BETWEEN_TRIES);
    }
  }
};
