import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import type { Configuration } from '../../domain/configuration.ts';
import { configurationDigest } from './configuration-digest.ts';

/** Name of the file that the bundling writes beside each function's bundle. */
export const CHECKED_CONFIGURATION_FILE = 'configuration.json';

const fileShape = z.strictObject({
  version: z.literal(1),
  digest: z.string(),
  configuration: z.looseObject({}),
});

/** The text of that file. */
export const checkedConfigurationText = (configuration: Configuration): string =>
  `${JSON.stringify({ version: 1, digest: configurationDigest(configuration), configuration }, null, 2)}\n`;

/**
 * Reads what was checked at synth. It is not checked once more, field by field: the digest says that it is that very
 * configuration, and neither the YAML parser nor the schema need be in a bundle. Throws on anything else.
 *
 * @param file Absolute, or relative to the bundle.
 */
export const readCheckedConfiguration = (file: string): { configuration: Configuration; digest: string } => {
  const { digest, configuration } = fileShape.parse(
    JSON.parse(readFileSync(resolve(import.meta.dirname, file), 'utf8')),
  );
  const checked = configuration as unknown as Configuration;
  if (configurationDigest(checked) !== digest) throw new Error(`${file} was changed after it was checked`);
  return { configuration: checked, digest };
};
