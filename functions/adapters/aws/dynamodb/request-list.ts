import type { AccessRequest } from '../../../domain/access-request.ts';
import { principalName } from '../../../domain/principal.ts';
import type { Page, RequestPosition, RequestQuery } from '../../../ports/access-store.ts';
import { type Item, recordOf } from './items.ts';
import { requestKey } from './keys.ts';
import { merge, type Run } from './merge.ts';
import { requestPlace, requestPosition } from './places.ts';
import { INDEXES, KINDS } from './table.ts';
import { getItems, queryPage, type TableClient } from './table-client.ts';

type Source = RequestQuery['sources'][number];

/**
 * Index entries that a narrowed list may look at for one page, over all of its sources: a quarter of a megabyte.
 * What matches rarely comes in short pages, not in slow ones.
 */
const LOOKED_AT_PER_PAGE = 1_000;

const INDEX_OF = { requester: INDEXES.byRequester, target: INDEXES.byTarget } as const;

/** One page in one query a source, all at once, and one batch that reads the requests themselves. */
export const listRequests = async (
  table: TableClient,
  query: RequestQuery,
): Promise<Page<AccessRequest, RequestPosition>> => {
  const sources = query.sources.filter(({ by, name }) => (query.where[by] ?? name) === name);
  const share = Math.max(query.limit, Math.ceil(LOOKED_AT_PER_PAGE / sources.length));
  const runs = await Promise.all(sources.map((source) => readSource(table, source, query, share)));
  const { values: ids, next } = merge(runs, query.limit, 'descending');
  const items = await readInOrder(table, ids);
  return { items: items.filter(matches(query.where)), next: next === null ? null : requestPosition(next) };
};

const readSource = async (
  table: TableClient,
  source: Source,
  query: RequestQuery,
  share: number,
): Promise<Run<string>> => {
  const index = INDEX_OF[source.by];
  // Index attributes are named as in `where`; a key of the index may not stand in a filter, and needs none.
  const narrowed = Object.entries(query.where).filter(([attribute]) => attribute !== source.by);

  const ofSource = '#source = :source';
  const afterPlace = '#place < :place';
  const { items, reached } = await queryPage(table, {
    IndexName: index.name,
    KeyConditionExpression: (query.after ? [ofSource, afterPlace] : [ofSource]).join(' AND '),
    ...(narrowed.length > 0 && {
      FilterExpression: narrowed.map(([attribute]) => `#${attribute} = :${attribute}`).join(' AND '),
    }),
    ExpressionAttributeNames: {
      '#source': index.partition,
      ...(query.after && { '#place': index.sort }),
      ...Object.fromEntries(narrowed.map(([attribute]) => [`#${attribute}`, attribute])),
    },
    ExpressionAttributeValues: {
      ':source': source.name,
      ...(query.after && { ':place': requestPlace(query.after) }),
      ...Object.fromEntries(narrowed.map(([attribute, value]) => [`:${attribute}`, value])),
    },
    ScanIndexForward: false,
    Limit: narrowed.length > 0 ? share : query.limit,
  });
  const placeOf = (item: Item) => String(item[index.sort]);
  return {
    found: items.map((item) => ({ place: placeOf(item), value: requestPosition(placeOf(item)).id })),
    reached: reached ? placeOf(reached) : null,
  };
};

/** The requests as they are now: the index may be moments behind. */
const readInOrder = async (table: TableClient, ids: readonly string[]): Promise<readonly AccessRequest[]> => {
  const items = await getItems(table, ids.map(requestKey));
  const found = new Map(
    items.map((item) => {
      const request = recordOf(KINDS.request, item);
      return [request.id, request];
    }),
  );
  return ids.flatMap((id) => found.get(id) ?? []);
};

const matches =
  ({ status, target, requester }: RequestQuery['where']) =>
  (request: AccessRequest): boolean =>
    (status ?? request.status) === request.status &&
    (target ?? request.target) === request.target &&
    (requester ?? principalName(request.requester)) === principalName(request.requester);
