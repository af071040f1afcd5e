import type { GroupIds } from '../domain/group-ids.ts';

/** Maps from placeholders to the ids of security groups, each under its own digest: what is written never changes. */
export interface GroupIdsStore {
  /** Written twice it is the same. @param digest `groupIdsDigest` of the map */
  putGroupIds(digest: string, ids: GroupIds): Promise<void>;
  /** Strongly consistent. */
  readGroupIds(digest: string): Promise<GroupIds | undefined>;
}
