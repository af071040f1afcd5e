import { canonicalJson, sha256 } from '../../domain/audit-event.ts';
import type { Configuration } from '../../domain/configuration.ts';

/** `sha256:` and hex: equal for equal configurations, however their files are laid out. */
export const configurationDigest = (configuration: Configuration): string =>
  sha256(canonicalJson(configuration));
