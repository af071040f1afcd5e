import type { Configuration } from './configuration.ts';
import { canonicalJson, sha256 } from './hash.ts';

/**
 * Ids of security groups that are known only once they are deployed, by the placeholder that a configuration names
 * them with until then.
 */
export type GroupIds = Readonly<Record<string, string>>;

/** `sha256:` and hex, of the canonical map: equal for equal maps. */
export const groupIdsDigest = (ids: GroupIds): string => sha256(canonicalJson(ids));

/** The configuration with ids in the place of placeholders, wherever one stands. */
export const withGroupIds = (configuration: Configuration, ids: GroupIds): Configuration => {
  const known = new Map(Object.entries(ids));
  const put = (value: unknown): unknown => {
    if (typeof value === 'string') return known.get(value) ?? value;
    if (Array.isArray(value)) return value.map(put);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, put(inner)]));
  };
  return put(configuration) as Configuration;
};
