import type { PolicyFiles } from '../../adapters/cedar/policy-files.ts';
import type { Configuration } from '../../domain/configuration.ts';
import { canonicalJson, sha256 } from '../../domain/hash.ts';

/** `sha256:` and hex, of all that decides: stored with each decision. */
export const policyVersion = (configuration: Configuration, files: PolicyFiles | null): string =>
  sha256(canonicalJson({ configuration, ...contents(files) }));

// What files are called decides nothing; the folder that they were read from even less.
const contents = (files: PolicyFiles | null) =>
  files && { schema: files.schema.text, policies: files.policies.map(({ text }) => text).toSorted() };
