import * as z from 'zod';
import { checkShape } from './check-shape.ts';
import type { HttpEvent } from './event.ts';
import { readJsonBody } from './json-body.ts';
import { type Parsed, parsed } from './parsed.ts';

/** Reads a JSON body of one shape. */
export const readBody = <Schema extends z.ZodType>(
  event: HttpEvent,
  schema: Schema,
): Parsed<z.output<Schema>> => {
  const json = readJsonBody(event);
  return json.outcome === 'INVALID' ? json : checkShape(schema, json.value);
};

const empty = z.strictObject({}, { error: 'expected no body, or {}' });

/** Sees to it that nothing was sent that would be passed over. */
export const readNoBody = (event: HttpEvent): Parsed<null> => {
  if ((event.body ?? '') === '') return parsed(null);
  const read = readBody(event, empty);
  return read.outcome === 'INVALID' ? read : parsed(null);
};
