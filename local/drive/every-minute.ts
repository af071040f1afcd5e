import { MINUTE } from '../../functions/domain/instant.ts';
import type { Pause } from '../../functions/ports/clock.ts';

export type Duty = () => Promise<unknown>;

/**
 * What EventBridge Scheduler does on AWS: does each duty once a minute, one after the other and never twice at once.
 * One that fails is told of and done again a minute later. Answers how to stop; what is under way is waited for.
 */
export const everyMinute = (
  pause: Pause,
  duties: readonly Duty[],
  onError: (error: unknown) => void,
): (() => Promise<void>) => {
  let stopped = false;
  let underWay: Promise<void> = Promise.resolve();
  const round = async (): Promise<void> => {
    for (const duty of duties) await duty().catch(onError);
  };
  const run = async (): Promise<void> => {
    for (;;) {
      await pause.wait(MINUTE);
      if (stopped) return;
      underWay = round();
      await underWay;
    }
  };
  run().catch(onError);
  return () => {
    stopped = true;
    return underWay;
  };
};
