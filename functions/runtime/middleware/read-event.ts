import * as z from 'zod';
import { REQUEST_ID } from '../../domain/access-request.ts';

/** Reads an event of ours, closed like everything else. Throws where it is not ours: nobody else may send any. */
export const readEvent = <Schema extends z.ZodType>(schema: Schema, event: unknown): z.output<Schema> => {
  const read = schema.safeParse(event);
  if (read.success) return read.data;
  throw new TypeError(`Not an event of this function: ${z.prettifyError(read.error)}`);
};

/** Of the workflow's events the last two versions are taken; so far there is one. */
export const version = z.literal(1);

export const requestId = z.string().regex(REQUEST_ID);
