import { resolve } from 'node:path';
import * as z from 'zod';
import { DAY, SECOND } from '../functions/domain/instant.ts';

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/, { error: 'expected a whole number' })
    .transform(Number)
    .pipe(z.int().min(least).max(most));

/** Seconds. */
const MOST_SHIFT = (400 * DAY) / SECOND;

const environment = z.object({
  /** Of the API and the pages; 0 takes one that is free. */
  PORT: wholeNumber(0, 65_535).prefault('8080'),
  /** Folder of everything that outlives the process. */
  POSTERN_HOME: z.string().min(1).default('.postern'),
  /** The configuration that decides. */
  POSTERN_CONFIG: z.string().min(1).default('config/postern.yaml'),
  /** Seconds that are added to the machine's clock: for trying out what time does, without waiting for it. */
  POSTERN_CLOCK_OFFSET_SECONDS: wholeNumber(-MOST_SHIFT, MOST_SHIFT).prefault('0'),
});

export interface Settings {
  readonly port: number;
  readonly home: string;
  readonly configurationFile: string;
  /** Milliseconds. */
  readonly clockOffset: number;
}

/** An environment variable is not as it must be; the message names it. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused';
}

/** @throws {SettingsRefused} */
export const readSettings = (variables: Readonly<Record<string, string | undefined>>): Settings => {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new SettingsRefused(problems.join('\n'));
  }
  const { PORT, POSTERN_HOME, POSTERN_CONFIG, POSTERN_CLOCK_OFFSET_SECONDS } = parsed.data;
  return {
    port: PORT,
    home: resolve(POSTERN_HOME),
    configurationFile: resolve(POSTERN_CONFIG),
    clockOffset: POSTERN_CLOCK_OFFSET_SECONDS * SECOND,
  };
};
