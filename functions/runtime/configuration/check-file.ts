import { findings } from './consistency.ts';
import { type ConfigurationFile, fileShape } from './file-shape.ts';
import { type Problem, pathText } from './problem.ts';
import { shapeProblems } from './shape-problems.ts';
import type { YamlText } from './yaml-text.ts';

export type CheckedFile =
  | { readonly outcome: 'CHECKED'; readonly file: ConfigurationFile }
  /** At least one problem. */
  | { readonly outcome: 'REFUSED'; readonly problems: readonly Problem[] };

/** Everything that is checked of a configuration, whoever wrote it and in which language. */
export const checkFile = (value: unknown, places: Pick<YamlText, 'has' | 'lineOf'>): CheckedFile => {
  const shaped = fileShape.safeParse(value);
  if (!shaped.success) return { outcome: 'REFUSED', problems: shapeProblems(shaped.error, places) };
  const found = findings(shaped.data);
  if (found.length === 0) return { outcome: 'CHECKED', file: shaped.data };
  const problems = found.map(({ path, message }) => ({
    path: pathText(path),
    line: places.lineOf(path),
    message,
  }));
  return { outcome: 'REFUSED', problems };
};
