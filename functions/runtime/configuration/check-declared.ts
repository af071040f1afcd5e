import type { Configuration } from '../../domain/configuration.ts';
import { assembleConfiguration } from './assemble.ts';
import { checkFile } from './check-file.ts';
import type { Path, Problem } from './problem.ts';

export type CheckedDeclaration =
  | { readonly outcome: 'CHECKED'; readonly configuration: Configuration }
  | {
      readonly outcome: 'REFUSED';
      /** At least one; lines mean nothing. */
      readonly problems: readonly Problem[];
    };

/**
 * Checks a configuration that was not written as YAML and has the shape of the file all the same. Equal input gives the
 * same configuration, or the same problems, as the file would.
 */
export const checkDeclared = (value: unknown): CheckedDeclaration => {
  const checked = checkFile(value, { has: (path) => isIn(value, path), lineOf: () => 1 });
  if (checked.outcome === 'REFUSED') return checked;
  const { file } = checked;
  return { outcome: 'CHECKED', configuration: assembleConfiguration(file, file.aws) };
};

const isIn = (value: unknown, [name, ...rest]: Path): boolean => {
  if (name === undefined) return true;
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return false;
  return isIn((value as Record<PropertyKey, unknown>)[name], rest);
};
