import * as z from 'zod';

/**
 * A value that may be written in several ways, of which its own type tells which was meant: what is wrong is then said of
 * that one, with its place, and not that it is none of all.
 */
export const chosen = <Schema extends z.ZodType>(choose: (value: unknown) => Schema) =>
  z.unknown().transform((value, context): z.output<Schema> => {
    const parsed = choose(value).safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) context.addIssue({ ...issue });
    return z.NEVER;
  });
