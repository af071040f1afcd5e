import type * as z from 'zod';
import type { FieldProblem } from '../../use-cases/field-problem.ts';
import { pathText } from '../configuration/problem.ts';
import { expectation } from '../expectation.ts';
import { type Parsed, parsed } from './parsed.ts';

type Issue = z.core.$ZodIssue;

const IN_JSON = { string: 'a string', object: 'an object' };
/** Enough to put a call right; a body of 16 KiB may have thousands. */
const MOST_PROBLEMS = 20;
const LONGEST_PATH = 100;

const fieldProblem = (path: readonly PropertyKey[], message: string): FieldProblem => ({
  path: pathText(path).slice(0, LONGEST_PATH),
  message,
});

const problemsOf = (issue: Issue): readonly FieldProblem[] => {
  if (issue.code !== 'unrecognized_keys') return [fieldProblem(issue.path, expectation(issue, IN_JSON))];
  const messages = issue.message.split('\n');
  return issue.keys.map((key, index) =>
    fieldProblem([...issue.path, key], messages[index] ?? 'is not known here'),
  );
};

/** What a schema makes of a value from outside. A message that a schema brings itself is used as it is. */
export const checkShape = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): Parsed<z.output<Schema>> => {
  const checked = schema.safeParse(value);
  if (checked.success) return parsed(checked.data);
  return { outcome: 'INVALID', problems: checked.error.issues.flatMap(problemsOf).slice(0, MOST_PROBLEMS) };
};
