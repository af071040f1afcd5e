import * as z from 'zod';
import { didYouMean } from './closest.ts';

/** A mapping without any other keys. Its message for keys that are not known has one line a key, in their order. */
export const closed = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys
            .map((key) => `is not known here${didYouMean(key, known) || `; known: ${known.join(', ')}`}`)
            .join('\n')
        : undefined,
  });
};
