import type { AccessRequest } from '../domain/access-request.ts';
import type { Change } from '../domain/change.ts';
import type { Ending } from '../domain/grant.ts';
import { beginEnd } from '../domain/grant-transitions.ts';
import type { GroupChange } from '../domain/group-state.ts';
import type { Instant } from '../domain/instant.ts';
import type { GroupStore } from '../ports/access-store.ts';

/** In one commit the grant is revoking, and its group no longer wants its rules. Closing them is converge's work. */
export const endWithGroup = async (
  store: GroupStore,
  request: AccessRequest,
  ending: Ending,
  now: Instant,
): Promise<{ readonly change: Change; readonly with: { readonly group: GroupChange } }> => {
  const { group } = request.access;
  const state = await store.readGroup(group);
  const standing = state.grants.find(({ grantId }) => grantId === request.id);
  const revoking = standing
    ? [{ ...standing, phase: 'REVOKING' as const, endsAt: Math.min(standing.endsAt, now), ending }]
    : [];
  return {
    change: beginEnd(request, ending, now),
    with: {
      group: {
        group,
        basedOn: state.version,
        putGrants: revoking,
        removeGrants: [],
        putRows: [],
        removeRows: [],
      },
    },
  };
};
