import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import type { Configuration } from '../../domain/configuration.ts';
import { canonicalJson, sha256 } from '../../domain/hash.ts';
import { configurationDigest } from './configuration-digest.ts';

/** Name of the file that the bundling writes beside each function's bundle. */
export const CHECKED_CONFIGURATION_FILE = 'configuration.json';

const fileShape = z.strictObject({
  version: z.literal(1),
  digest: z.string(),
  configuration: z.looseObject({}),
  placeholders: z.array(z.string()).min(1).exactOptional(),
});

/** Where nothing is left open it is the configuration's own digest. */
const digestOf = (configuration: Configuration, placeholders: readonly string[]): string =>
  placeholders.length === 0
    ? configurationDigest(configuration)
    : sha256(canonicalJson({ configuration, placeholders }));

/**
 * The text of that file.
 *
 * @param placeholders What it names security groups with whose ids are known only once they are deployed.
 */
export const checkedConfigurationText = (
  configuration: Configuration,
  placeholders: readonly string[] = [],
): string => {
  const digest = digestOf(configuration, placeholders);
  const open = placeholders.length === 0 ? {} : { placeholders };
  return `${JSON.stringify({ version: 1, digest, configuration, ...open }, null, 2)}\n`;
};

export interface CheckedConfiguration {
  readonly configuration: Configuration;
  readonly digest: string;
  /** Empty where every id is known. */
  readonly placeholders: readonly string[];
}

/**
 * Reads what was checked at synth. It is not checked once more, field by field: the digest says that it is that very
 * configuration, and neither the YAML parser nor the schema need be in a bundle. Throws on anything else.
 *
 * @param file Absolute, or relative to the bundle.
 */
export const readCheckedConfiguration = (file: string): CheckedConfiguration => {
  const {
    digest,
    configuration,
    placeholders = [],
  } = fileShape.parse(JSON.parse(readFileSync(resolve(import.meta.dirname, file), 'utf8')));
  const checked = configuration as unknown as Configuration;
  if (digestOf(checked, placeholders) !== digest) throw new Error(`${file} was changed after it was checked`);
  return { configuration: checked, digest, placeholders };
};
