import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import type { PolicyFiles } from '../../adapters/cedar/policy-files.ts';
import { canonicalJson, sha256 } from '../../domain/hash.ts';

/** Name of the file that the bundling writes beside the bundle of each function that decides. */
export const CHECKED_POLICIES_FILE = 'policies.json';

const cedarFile = z.strictObject({ file: z.string(), text: z.string() });
const fileShape = z.strictObject({
  version: z.literal(1),
  digest: z.string(),
  policies: z.strictObject({ schema: cedarFile, policies: z.array(cedarFile) }).nullable(),
});

const digestOf = (files: PolicyFiles | null): string => sha256(canonicalJson(files));

/** The text of that file. */
export const checkedPoliciesText = (files: PolicyFiles | null): string =>
  `${JSON.stringify({ version: 1, digest: digestOf(files), policies: files }, null, 2)}\n`;

/**
 * Reads what was checked at synth; the digest says that it is that very text. Throws on anything else.
 *
 * @param configurationFile The file that it stands beside: absolute, or relative to the bundle.
 */
export const readCheckedPolicies = (configurationFile: string): PolicyFiles | null => {
  const file = resolve(import.meta.dirname, dirname(configurationFile), CHECKED_POLICIES_FILE);
  const { digest, policies } = fileShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  if (digestOf(policies) !== digest) throw new Error(`${file} was changed after it was checked`);
  return policies;
};
