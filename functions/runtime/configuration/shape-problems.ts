import type * as z from 'zod';
import { expectation } from '../expectation.ts';
import { type Path, type Problem, pathText } from './problem.ts';
import type { YamlText } from './yaml-text.ts';

const IN_YAML = { string: 'text', object: 'a mapping', record: 'a mapping' };

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
    return [problem(issue.path, `${missing ? 'is missing: ' : ''}${expectation(issue, IN_YAML)}`)];
  });
};
