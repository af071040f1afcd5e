import * as z from 'zod';
import { resultPath } from './path-schema.ts';

/** Names that begin with `States.` are reserved; a misspelt one would silently match nothing. */
const RESERVED = [
  'States.ALL',
  'States.HeartbeatTimeout',
  'States.Permissions',
  'States.ResultPathMatchFailure',
  'States.TaskFailed',
  'States.Timeout',
];

const errorEquals = z
  .array(
    z
      .string()
      .min(1)
      .refine((name) => !name.startsWith('States.') || RESERVED.includes(name), {
        error: 'is no error name that can be matched',
      }),
  )
  .min(1)
  .refine((names) => !names.includes('States.ALL') || names.length === 1, {
    error: 'States.ALL stands alone',
  });

const retrier = z
  .strictObject({
    Comment: z.string().optional(),
    ErrorEquals: errorEquals,
    IntervalSeconds: z.int().min(1).max(99_999_999).default(1),
    MaxAttempts: z.int().min(0).max(99_999_999).default(3),
    BackoffRate: z.number().min(1).default(2),
    MaxDelaySeconds: z.int().max(31_622_399).optional(),
    JitterStrategy: z.enum(['NONE', 'FULL']).default('NONE'),
  })
  .refine(({ MaxDelaySeconds, IntervalSeconds }) => (MaxDelaySeconds ?? Infinity) > IntervalSeconds, {
    error: 'must be more than IntervalSeconds',
    path: ['MaxDelaySeconds'],
  });

const catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errorEquals,
  Next: z.string(),
  ResultPath: resultPath.optional(),
});

function allComesLast(policies: readonly { ErrorEquals: string[] }[]): boolean {
  return policies.slice(0, -1).every(({ ErrorEquals }) => !ErrorEquals.includes('States.ALL'));
}

export const retriers = z.array(retrier).refine(allComesLast, { error: 'States.ALL comes last' });
export const catchers = z.array(catcher).refine(allComesLast, { error: 'States.ALL comes last' });

/** Numbers as in https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
export type Retrier = z.infer<typeof retrier>;
export type Catcher = z.infer<typeof catcher>;
