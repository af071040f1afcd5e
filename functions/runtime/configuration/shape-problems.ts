import type * as z from 'zod';
import { type Path, type Problem, pathText } from './problem.ts';
import type { YamlText } from './yaml-text.ts';

type Issue = z.core.$ZodIssue;

const IN_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

const UNIT: Readonly<Record<string, string>> = { array: ' entries', string: ' characters' };

const expectation = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.startsWith('expected ')
        ? issue.message
        : `expected ${IN_WORDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return `expected at least ${issue.minimum}${UNIT[issue.origin] ?? ''}`;
    case 'too_big':
      return `expected at most ${issue.maximum}${UNIT[issue.origin] ?? ''}`;
    case 'invalid_value':
      return `expected ${issue.values.map(String).join(' or ')}`;
    case 'invalid_key':
      return issue.issues.map(({ message }) => message).join('; ');
    default:
      return issue.message;
  }
};

/** What a schema says of a file, in words for the person who wrote it. */
export const shapeProblems = (
  error: z.ZodError,
  { lineOf, has }: Pick<YamlText, 'has' | 'lineOf'>,
): readonly Problem[] => {
  const problem = (path: Path, message: string): Problem => ({
    path: pathText(path),
    line: lineOf(path),
    message,
  });
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const messages = issue.message.split('\n');
      return issue.keys.map((key, index) => problem([...issue.path, key], messages[index] ?? issue.message));
    }
    const missing = issue.code === 'invalid_type' && !has(issue.path);
    return [problem(issue.path, `${missing ? 'is missing: ' : ''}${expectation(issue)}`)];
  });
};
