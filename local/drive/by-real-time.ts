import { AslDriver } from '../../functions/adapters/local/asl/asl-driver.ts';
import type { Clock, Pause } from '../../functions/ports/clock.ts';
import type { LocalPostern } from '../compose/compose-local.ts';
import { errorLine, type Write } from '../words/terminal-log.ts';
import { everyMinute } from './every-minute.ts';

/** Moves a Postern as time passes. Answers how to stop that. */
export const driveByRealTime = (
  postern: Pick<LocalPostern, 'runner' | 'minute'>,
  clock: Clock & Pause,
  say: Write,
): (() => Promise<void>) => {
  const onError = (error: unknown) => say(errorLine(error));
  const driver = new AslDriver({ runner: postern.runner, clock, onError });
  driver.start();
  const stopMinutes = everyMinute(clock, [() => postern.minute()], onError);
  return async () => {
    driver.stop();
    await stopMinutes();
  };
};
