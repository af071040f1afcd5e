import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import type { AuditEvent } from '../../../functions/domain/audit-event.ts';
import { dueAt } from '../../../functions/domain/due.ts';
import { type Instant, toTimestamp } from '../../../functions/domain/instant.ts';
import { principalName } from '../../../functions/domain/principal.ts';
import type {
  AuditPosition,
  AuditTrail,
  Page,
  RequestPosition,
  RequestQuery,
} from '../../../functions/ports/access-store.ts';
import type { MemoryTables } from './memory-tables.ts';

const isOlder = (a: RequestPosition, b: RequestPosition): boolean =>
  a.requestedAt < b.requestedAt || (a.requestedAt === b.requestedAt && a.id < b.id);

const pageOf = <Item, Position>(
  sorted: readonly Item[],
  limit: number,
  position: (item: Item) => Position,
): Page<Item, Position> => {
  const items = sorted.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last !== undefined && sorted.length > limit ? position(last) : null };
};

export const listRequests = (
  { requests }: MemoryTables,
  { sources, where, after, limit }: RequestQuery,
): Page<AccessRequest, RequestPosition> => {
  const fits = (request: AccessRequest): boolean => {
    const requester = principalName(request.requester);
    return (
      sources.some(({ by, name }) => name === (by === 'target' ? request.target : requester)) &&
      (where.status === undefined || request.status === where.status) &&
      (where.target === undefined || request.target === where.target) &&
      (where.requester === undefined || requester === where.requester) &&
      (after === undefined || isOlder(request, after))
    );
  };
  const found = [...requests.values()].filter(fits).sort((a, b) => (isOlder(a, b) ? 1 : -1));
  return pageOf(found, limit, ({ requestedAt, id }) => ({ requestedAt, id }));
};

export const dueRequests = ({ requests }: MemoryTables, now: Instant, limit: number): readonly string[] => {
  const due: { readonly id: string; readonly at: Instant }[] = [];
  for (const request of requests.values()) {
    const at = dueAt(request);
    if (at !== null && at <= now) due.push({ id: request.id, at });
  }
  return due
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map(({ id }) => id);
};

type AuditQuery = Parameters<AuditTrail['audit']>[0];
const placeOf = ({ at, requestId, sequence }: AuditEvent): AuditPosition => ({ at, requestId, sequence });
const isBefore = (a: AuditPosition, b: AuditPosition): boolean => {
  if (a.at !== b.at) return a.at < b.at;
  if (a.requestId !== b.requestId) return a.requestId < b.requestId;
  return a.sequence < b.sequence;
};

export const auditEvents = (
  { events }: MemoryTables,
  { from, to, after, limit }: AuditQuery,
): Page<AuditEvent, AuditPosition> => {
  const [first, end] = [toTimestamp(from), toTimestamp(to)];
  const found = [...events.values()]
    .flat()
    .filter((event) => event.at >= first && event.at < end && (!after || isBefore(after, event)))
    .sort((a, b) => (isBefore(a, b) ? -1 : 1));
  return pageOf(found, limit, placeOf);
};
