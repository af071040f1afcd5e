import type { AccessRequest } from '../../../domain/access-request.ts';
import type { Page, RequestPosition, RequestQuery } from '../../../ports/access-store.ts';
import { type Database, recordIn } from './database.ts';

type Source = RequestQuery['sources'][number];

const selectFrom = (column: Source['by']) => `
  SELECT record FROM request
  WHERE ${column} = :name
    AND (:status IS NULL OR status = :status)
    AND (:target IS NULL OR target = :target)
    AND (:requester IS NULL OR requester = :requester)
    AND (:requestedAt IS NULL OR (requested_at, id) < (:requestedAt, :id))
  ORDER BY requested_at DESC, id DESC
  LIMIT :limit`;

const SELECT = { requester: selectFrom('requester'), target: selectFrom('target') };

const newestFirst = (a: AccessRequest, b: AccessRequest) =>
  b.requestedAt - a.requestedAt || (b.id < a.id ? -1 : 1);

/** Each source gives as many as the page may need, one more to know whether it goes on; the newest of all are the page. */
export const listRequests = (
  database: Database,
  { sources, where, after, limit }: RequestQuery,
): Page<AccessRequest, RequestPosition> => {
  const found = new Map<string, AccessRequest>();
  for (const { by, name } of sources) {
    const rows = database.rows(SELECT[by], {
      name,
      status: where.status ?? null,
      target: where.target ?? null,
      requester: where.requester ?? null,
      requestedAt: after?.requestedAt ?? null,
      id: after?.id ?? null,
      limit: limit + 1,
    });
    for (const request of rows.map((row) => recordIn<AccessRequest>(row))) found.set(request.id, request);
  }
  const sorted = [...found.values()].sort(newestFirst);
  const items = sorted.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next: last && sorted.length > limit ? { requestedAt: last.requestedAt, id: last.id } : null,
  };
};
