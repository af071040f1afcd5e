import * as z from 'zod';

/** The last moment that RFC 3339 can write, in milliseconds. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const ONE_LINE = /^[^\p{Cc}\p{Cs}]*$/u;
const LINES = /^(?:[^\p{Cc}\p{Cs}]|\n)*$/u;

const text = (most: number, pattern: RegExp, expected: string) =>
  z
    .string({ error: expected })
    .transform((given) => given.replaceAll('\r\n', '\n').trim())
    // Characters are code points, as JSON Schema counts them.
    .refine((given) => given !== '' && [...given].length <= most && pattern.test(given), { error: expected })
    .meta({ minLength: 1, maxLength: most });

/** Words of a person on one line. */
export const oneLine = (most: number) =>
  text(most, ONE_LINE, `expected text of 1 to ${most} characters on one line`);

/** Words of a person; the space around them is cut off. */
export const lines = (most: number) =>
  text(
    most,
    LINES,
    `expected text of 1 to ${most.toLocaleString('en-US')} characters, with no control characters but line breaks`,
  );

const RFC_3339 = 'expected an RFC 3339 time such as 2026-11-23T09:00:00Z';

/** RFC 3339 with any offset, read as an instant. */
export const moment = z.iso
  .datetime({ offset: true, error: RFC_3339 })
  .transform((given) => Date.parse(given))
  .refine((at) => at >= 0 && at <= LATEST, { error: RFC_3339 });

/** Whole minutes; how many are too many, each target says. */
export const minutes = z
  .int({ error: 'expected a whole number of minutes' })
  .min(1, { error: 'expected at least 1 minute' });

/** A whole number in a query. */
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .refine((given) => /^\d{1,4}$/.test(given) && Number(given) >= least && Number(given) <= most, {
      error: `expected a whole number from ${least} to ${most}`,
    })
    .transform(Number)
    .meta({ type: 'integer', minimum: least, maximum: most });

/** An instant out of a cursor of ours. */
export const instant = z.int().min(0).max(LATEST);
