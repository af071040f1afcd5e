import type { Asked } from './access-request.ts';
import { canonicalJson, sha256 } from './hash.ts';
import { principalName } from './principal.ts';

/**
 * What an approval is an approval of: who, which target as it was resolved, which rules, for how long. Links and
 * activation are bound to it, so that a changed configuration opens nothing that nobody approved.
 */
export const digestOf = ({
  requester,
  target,
  access,
  durationMinutes,
}: Pick<Asked, 'requester' | 'target' | 'access' | 'durationMinutes'>): string =>
  sha256(canonicalJson({ requester: principalName(requester), target, access, durationMinutes, version: 1 }));
