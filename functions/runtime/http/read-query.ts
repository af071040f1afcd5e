import type * as z from 'zod';
import { checkShape } from './check-shape.ts';
import type { HttpEvent } from './event.ts';
import { invalid, type Parsed } from './parsed.ts';

/** Reads the query. From its raw text, as the event's own parameters have values of one name joined by commas. */
export const readQuery = <Schema extends z.ZodType>(
  { rawQueryString }: HttpEvent,
  schema: Schema,
): Parsed<z.output<Schema>> => {
  const given = [...new URLSearchParams(rawQueryString)];
  const names = given.map(([name]) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) return invalid(repeated, 'expected once');
  return checkShape(schema, Object.fromEntries(given));
};
