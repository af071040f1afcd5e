import * as z from 'zod';
import { choiceRule } from './choice-schema.ts';
import { catchers, retriers } from './error-policy-schema.ts';
import { exactlyOneOf } from './exactly-one.ts';
import { json } from './json.ts';
import { dataPath, payloadTemplate, readablePath, resultPath } from './path-schema.ts';
import { callsBackConsistently, taskFields } from './task-schema.ts';
import { parseTimestamp } from './timestamp.ts';

const comment = { Comment: z.string().optional() };
const data = { InputPath: readablePath.nullish(), OutputPath: readablePath.nullish() };
const transition = { Next: z.string().optional(), End: z.literal(true).optional() };
const oneTransition = exactlyOneOf('Next', 'End');

const pass = z
  .strictObject({
    Type: z.literal('Pass'),
    ...comment,
    ...data,
    ...transition,
    Result: json.optional(),
    Parameters: payloadTemplate.optional(),
    ResultPath: resultPath.optional(),
  })
  .superRefine(oneTransition);

const task = z
  .strictObject({
    Type: z.literal('Task'),
    ...comment,
    ...data,
    ...transition,
    ...taskFields,
    ResultSelector: payloadTemplate.optional(),
    ResultPath: resultPath.optional(),
    Retry: retriers.optional(),
    Catch: catchers.optional(),
  })
  .superRefine(oneTransition)
  .superRefine(callsBackConsistently);

const choice = z.strictObject({
  Type: z.literal('Choice'),
  ...comment,
  ...data,
  Choices: z.array(choiceRule).min(1),
  Default: z.string().optional(),
});

const wait = z
  .strictObject({
    Type: z.literal('Wait'),
    ...comment,
    ...data,
    ...transition,
    Seconds: z.int().min(0).max(99_999_999).optional(),
    SecondsPath: dataPath.optional(),
    Timestamp: z
      .string()
      .refine((text) => parseTimestamp(text) !== undefined, { error: 'is no RFC 3339 timestamp' })
      .optional(),
    TimestampPath: dataPath.optional(),
  })
  .superRefine(oneTransition)
  .superRefine(exactlyOneOf('Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'));

const succeed = z.strictObject({ Type: z.literal('Succeed'), ...comment, ...data });

/** Step Functions lets a Fail state go without an Error; here an execution that fails always says why. */
const fail = z
  .strictObject({
    Type: z.literal('Fail'),
    ...comment,
    Error: z.string().min(1).optional(),
    ErrorPath: dataPath.optional(),
    Cause: z.string().optional(),
    CausePath: dataPath.optional(),
  })
  .superRefine(exactlyOneOf('Error', 'ErrorPath'))
  .refine(({ Cause, CausePath }) => Cause === undefined || CausePath === undefined, {
    error: 'stands beside Cause',
    path: ['CausePath'],
  });

/** A state of the subset that the runner interprets; every other type and field is refused. */
export const state = z.discriminatedUnion('Type', [pass, task, choice, wait, succeed, fail]);

export type State = z.infer<typeof state>;
export type Pass = z.infer<typeof pass>;
export type Task = z.infer<typeof task>;
export type Choice = z.infer<typeof choice>;
export type Wait = z.infer<typeof wait>;
export type Fail = z.infer<typeof fail>;
