import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import { groupKey } from '../../../functions/domain/rule-key.ts';
import type { Phase } from '../engine/fault-kinds.ts';
import type { Site } from '../engine/faults.ts';
import type { MemoryTables } from '../store/memory-tables.ts';

export const phaseOf = ({ status, grant }: AccessRequest): Phase | undefined => {
  if (status === 'PENDING') return 'ASKING';
  switch (grant?.status) {
    case 'SCHEDULED':
    case 'ACTIVATING':
      return 'OPENING';
    case 'ACTIVE':
      return 'OPEN';
    case 'REVOKING':
    case 'REVOKE_FAILED':
      return 'CLOSING';
    default:
      return undefined;
  }
};

/** The phases of what a fault strikes: of a group's requests, of one request, or, for a blow to all, of every request. */
export const phasesIn = ({ requests }: MemoryTables, { requestId, group }: Site): readonly Phase[] => {
  const struck = requestId === undefined || group !== undefined ? undefined : requests.get(requestId);
  if (struck) return [phaseOf(struck)].filter((phase) => phase !== undefined);
  const found = new Set<Phase>();
  for (const request of requests.values()) {
    if (group !== undefined && groupKey(request.access.group) !== group) continue;
    const phase = phaseOf(request);
    if (phase) found.add(phase);
  }
  return [...found];
};
