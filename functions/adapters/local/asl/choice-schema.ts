import * as z from 'zod';
import { comparisons, typeTests } from './choice-operators.ts';
import { exactlyOneOf } from './exactly-one.ts';
import { json } from './json.ts';
import { readablePath } from './path-schema.ts';

/** One test of a Choice: `And`, `Or`, `Not`, or a Variable with one operator. */
export interface Condition {
  readonly Variable?: string | undefined;
  readonly And?: readonly Condition[] | undefined;
  readonly Or?: readonly Condition[] | undefined;
  readonly Not?: Condition | undefined;
  /** The operand, under the operator's name. */
  readonly [operator: string]: unknown;
}

const pathOperators = [...comparisons.keys()].map((name) => `${name}Path`);
const operators = {
  ...Object.fromEntries(
    [...comparisons].map(([name, { comparable }]) => [
      name,
      json.refine((operand) => comparable(operand) !== undefined, `is no operand for ${name}`).optional(),
    ]),
  ),
  ...Object.fromEntries(pathOperators.map((name) => [name, readablePath.optional()])),
  ...Object.fromEntries([...typeTests.keys()].map((name) => [name, z.boolean().optional()])),
};

const fields = {
  Comment: z.string().optional(),
  Variable: readablePath.optional(),
  ...operators,
  And: z
    .array(z.lazy(() => condition))
    .min(1)
    .optional(),
  Or: z
    .array(z.lazy(() => condition))
    .min(1)
    .optional(),
  Not: z.lazy(() => condition).optional(),
};

const oneOperator = exactlyOneOf(...Object.keys(operators), 'And', 'Or', 'Not');
function oneTest(value: object, context: z.core.$RefinementCtx): void {
  oneOperator(value, context);
  const compares = Object.keys(value).some((field) => Object.hasOwn(operators, field));
  if (compares === Object.hasOwn(value, 'Variable')) return;
  context.addIssue({
    code: 'custom',
    path: ['Variable'],
    message: 'stands with a comparison, and only there',
  });
}

const condition: z.ZodType<Condition> = z.strictObject(fields).superRefine(oneTest);

/** A Choice rule: a condition that says where to go when it holds. */
export const choiceRule: z.ZodType<Condition & { readonly Next: string }> = z
  .strictObject({ ...fields, Next: z.string() })
  .superRefine(oneTest);
