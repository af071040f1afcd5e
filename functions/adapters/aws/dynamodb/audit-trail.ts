import type { AuditEvent } from '../../../domain/audit-event.ts';
import { DAY, type Instant, toTimestamp } from '../../../domain/instant.ts';
import type { AuditPosition, AuditTrail } from '../../../ports/access-store.ts';
import { recordOf } from './items.ts';
import { EVENT_PREFIX, requestPartition } from './keys.ts';
import { merge, type Run } from './merge.ts';
import { dayOf, dayShards, eventPlace, eventPosition } from './places.ts';
import { INDEXES, KINDS, TABLE_KEY } from './table.ts';
import { queryAll, queryPage, type TableClient } from './table-client.ts';

/** Days that one page looks into before it answers, be it with nothing: four small queries each. */
const DAYS_PER_PAGE = 16;

export const auditTrail = (table: TableClient): AuditTrail => ({
  events: async (requestId) => {
    const ofRequest = '#partition = :partition';
    const isEvent = 'begins_with(#sort, :event)';
    const items = await queryAll(table, {
      KeyConditionExpression: [ofRequest, isEvent].join(' AND '),
      ExpressionAttributeNames: { '#partition': TABLE_KEY.partition, '#sort': TABLE_KEY.sort },
      ExpressionAttributeValues: { ':partition': requestPartition(requestId), ':event': EVENT_PREFIX },
    });
    return items.map((item) => recordOf(KINDS.auditEvent, item));
  },

  audit: async ({ from, to, after, limit }) => {
    const items: AuditEvent[] = [];
    const place = after && eventPlace(after);
    let day = dayStart(Math.max(from, after ? Date.parse(after.at) : from));
    for (let days = 0; day < to && days < DAYS_PER_PAGE; day += DAY, days += 1) {
      if (items.length === limit) return { items, next: startOf(day) };
      const range = { from: toTimestamp(Math.max(from, day)), after: place, to: toTimestamp(to) };
      const runs = await readDay(table, day, range, limit - items.length);
      const { values, next } = merge(runs, limit - items.length, 'ascending');
      items.push(...values);
      if (next !== null) return { items, next: eventPosition(next) };
    }
    return { items, next: day < to ? startOf(day) : null };
  },
});

const dayStart = (at: Instant): Instant => Math.floor(at / DAY) * DAY;

/** The place before the first event of a day. */
const startOf = (day: Instant): AuditPosition => ({ at: toTimestamp(day), requestId: '', sequence: 0 });

interface Range {
  /** Timestamps: an event's place begins with its own, and therefore comes after its bare timestamp. */
  readonly from: string;
  readonly to: string;
  readonly after: string | undefined;
}

const readDay = (table: TableClient, day: Instant, range: Range, limit: number) =>
  Promise.all(dayShards(dayOf(toTimestamp(day))).map((shard) => readShard(table, shard, range, limit)));

const readShard = async (
  table: TableClient,
  shard: string,
  { from, to, after }: Range,
  limit: number,
): Promise<Run<AuditEvent>> => {
  // A key condition has no "greater than, and less than"; no place begins with another and goes on with `#`.
  const first = after !== undefined && after >= from ? `${after}#` : from;
  if (first > to) return { found: [], reached: null };
  const ofShard = '#shard = :shard';
  const inRange = '#place BETWEEN :first AND :to';
  const { items, reached } = await queryPage(table, {
    IndexName: INDEXES.byDay.name,
    KeyConditionExpression: [ofShard, inRange].join(' AND '),
    ExpressionAttributeNames: { '#shard': INDEXES.byDay.partition, '#place': INDEXES.byDay.sort },
    ExpressionAttributeValues: { ':shard': shard, ':first': first, ':to': to },
    Limit: limit,
  });
  return {
    found: items.map((item) => {
      const event = recordOf(KINDS.auditEvent, item);
      return { place: eventPlace(event), value: event };
    }),
    reached: reached ? String(reached[INDEXES.byDay.sort]) : null,
  };
};
