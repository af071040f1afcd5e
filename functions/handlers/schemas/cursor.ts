import * as z from 'zod';

const EXPECTED = 'expected the nextCursor of an earlier answer';

const decode = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

/** A place in a list, as text that means something to us alone. null at the end. */
export const encodeCursor = (position: object | null): string | null =>
  position === null ? null : Buffer.from(JSON.stringify(position)).toString('base64url');

/** Reads it back. It is no secret and no right: what one may see is asked anew for every page. */
export const cursor = <Position extends z.ZodType>(position: Position) =>
  z.string().transform((given, context): z.output<Position> => {
    const found = position.safeParse(decode(given));
    if (found.success) return found.data;
    context.addIssue({ code: 'custom', message: EXPECTED });
    return z.NEVER;
  });
