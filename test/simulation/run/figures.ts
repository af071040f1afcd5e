import { DAY, SECOND } from '../../../functions/domain/instant.ts';
import type { Tally } from './tally.ts';

const YEAR = 365.25 * DAY;

/** The figures of many runs, as the README shows them. */
export const figures = (tally: Tally, milliseconds: number): string => {
  const whole = (value: number): string => Math.round(value).toLocaleString('en');
  return [
    ['seeds', whole(tally.seeds)],
    ['violations', whole(tally.failures.length)],
    ['steps', whole(tally.steps)],
    ['function invocations', whole(tally.invocations)],
    ['faults that struck', whole(tally.fired)],
    ['simulated years', (tally.simulated / YEAR).toFixed(2)],
    ['latest close', `${(tally.worst / SECOND).toFixed(0)} s after need and disturbance were over`],
    ['real seconds', (milliseconds / SECOND).toFixed(1)],
    ['seeds a second', whole((tally.seeds / milliseconds) * SECOND)],
  ]
    .map(([name = '', value]) => `${name.padEnd(22)}${value}`)
    .join('\n');
};
