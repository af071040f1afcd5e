import * as z from 'zod';
import { eventView, grantView, requestView, reviewView, targetView } from '../schemas/views.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Schemas that have a name of their own in the description. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  AccessRequest: requestView,
  Grant: grantView,
  Review: reviewView,
  Target: targetView,
  AuditEvent: eventView,
};

const refer = (id: string): string => `#/components/schemas/${id}`;

/** Takes out what says nothing to a reader: the pattern beside a format, and the bounds of every whole number. */
const tidy = ({ jsonSchema }: { readonly jsonSchema: Record<string, unknown> }): void => {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
};

/** Answers may have more fields one day; whoever reads them should not mind. */
const tidyAndOpen = (context: { readonly jsonSchema: Record<string, unknown> }): void => {
  tidy(context);
  if (context.jsonSchema.additionalProperties === false) delete context.jsonSchema.additionalProperties;
};

const withoutIds = ({ $schema: _, $id: __, ...schema }: Record<string, unknown>): JsonSchema => schema;

const answerSchemas = (
  schemas: Readonly<Record<string, z.ZodType>>,
): Readonly<Record<string, JsonSchema>> => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, { io: 'output', uri: refer, override: tidyAndOpen });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([id, schema]) => [id, withoutIds({ ...schema })]),
  );
};

/** What may be sent. */
export const inputSchema = (schema: z.ZodType): JsonSchema =>
  withoutIds({ ...z.toJSONSchema(schema, { io: 'input', override: tidy }) });

/** What is answered. Schemas with a name are referred to. */
export const answerSchema = (schema: z.ZodType): JsonSchema => {
  const name = Object.keys(NAMED).find((known) => NAMED[known] === schema);
  if (name !== undefined) return { $ref: refer(name) };
  return answerSchemas({ ...NAMED, Answer: schema }).Answer as JsonSchema;
};

/** The named schemas themselves. */
export const namedSchemas = (): Readonly<Record<string, JsonSchema>> => answerSchemas(NAMED);
