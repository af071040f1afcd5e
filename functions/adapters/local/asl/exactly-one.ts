import type * as z from 'zod';

/** A refinement: exactly one of these fields is there. */
export const exactlyOneOf =
  (...fields: readonly string[]) =>
  (value: object, context: z.core.$RefinementCtx): void => {
    const present = fields.filter((field) => Object.hasOwn(value, field));
    if (present.length === 1) return;
    context.addIssue({ code: 'custom', message: `needs exactly one of ${fields.join(', ')}` });
  };
