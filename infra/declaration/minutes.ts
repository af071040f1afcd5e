import type { Duration } from 'aws-cdk-lib';
import { type Problem, pathText } from '../../functions/runtime/configuration/problem.ts';

/**
 * Minutes, as the file has them; not always whole ones.
 *
 * @throws where there is no duration: JavaScript may leave it out, and other copies of CDK have a class of their own
 */
export const minutesOf = (path: string, duration: Duration | undefined): number => {
  if (typeof duration?.toMinutes === 'function') return duration.toMinutes({ integral: false });
  const found = duration === undefined ? 'nothing' : JSON.stringify(duration);
  throw new Error(`${path}.maxDuration: expected a Duration, such as Duration.hours(1), found ${found}`);
};

const MINUTES = /^(targets\.[^.]+(?:\.breakGlass)?)\.maxMinutes$/;

/** Where the file has minutes, the construct takes durations. */
export const inDurations = ({ path, message }: Pick<Problem, 'path' | 'message'>): string => {
  const [, target] = MINUTES.exec(path) ?? [];
  if (target === undefined) return path === '' ? message : `${path}: ${message}`;
  return `${target}.maxDuration: ${message.replace(/\d$/, '$& minutes')}`;
};

/** @returns the path as it is in the props */
export const pathInProps = (path: Parameters<typeof pathText>[0]): string =>
  pathText(path).replace(MINUTES, '$1.maxDuration');
