import type { Configuration } from '../../domain/configuration.ts';
import { canonicalJson, sha256 } from '../../domain/hash.ts';

/** `sha256:` and hex: equal for equal configurations, however their files are laid out. */
export const configurationDigest = (configuration: Configuration): string =>
  sha256(canonicalJson(configuration));
