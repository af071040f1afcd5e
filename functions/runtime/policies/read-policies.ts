import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { CedarFile, PolicyFiles } from '../../adapters/cedar/policy-files.ts';

const SCHEMA = 'postern.cedarschema';
const WHERE_FROM =
  "copy the one of Postern's config/policies; of the package, from node_modules/postern/dist/config/policies";

/** A folder that is there, and is none of policies. */
export class PoliciesMissing extends Error {
  override readonly name = 'PoliciesMissing';
}

const read = (folder: string, name: string): CedarFile => {
  const path = join(folder, name);
  return { file: relative('.', path) || path, text: readFileSync(path, 'utf8') };
};

const namesIn = (folder: string): readonly string[] | null => {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new PoliciesMissing(`${folder} cannot be read (${(cause as Error).message})`, { cause });
  }
};

/**
 * Every `*.cedar` of a folder, by name, and its schema; null where there is no such folder.
 *
 * @throws {PoliciesMissing} where the folder has no schema, or no policy
 */
export const readPolicyFolder = (folder: string): PolicyFiles | null => {
  const names = namesIn(folder);
  if (names === null) return null;
  const policies = names.filter((name) => name.endsWith('.cedar')).toSorted();
  if (!names.includes(SCHEMA)) throw new PoliciesMissing(`${folder} has no ${SCHEMA}: ${WHERE_FROM}`);
  // Everything would be denied, which nobody means by deleting a file.
  if (policies.length === 0) throw new PoliciesMissing(`${folder} has no policy: expected a file *.cedar`);
  return { schema: read(folder, SCHEMA), policies: policies.map((name) => read(folder, name)) };
};
