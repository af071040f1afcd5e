import { type Instant, toTimestamp } from '../../../domain/instant.ts';
import type { AuditPosition, RequestPosition } from '../../../ports/access-store.ts';
import { paddedSequence } from './keys.ts';

/**
 * Sort keys of the indexes. Timestamps have one width, so that text sorts as time does; `#` sorts before every
 * character of an id, so that an id sorts before the longer ones that begin with it.
 */

/** Partitions that one day's events, or all items due, are spread over: no key takes all writes. */
const SHARDS = 4;

/** A request's shard, by the last character of its id, which is random. */
const shardOf = (requestId: string): number => (requestId.charCodeAt(requestId.length - 1) || 0) % SHARDS;

export const requestPlace = ({ requestedAt, id }: RequestPosition): string =>
  `${toTimestamp(requestedAt)}#${id}`;

/** The inverse of {@link requestPlace}. */
export const requestPosition = (place: string): RequestPosition => {
  const separator = place.indexOf('#');
  return { requestedAt: Date.parse(place.slice(0, separator)), id: place.slice(separator + 1) };
};

export const duePlace = (dueAt: Instant, requestId: string): string => `${toTimestamp(dueAt)}#${requestId}`;
export const dueShard = (requestId: string): string => `DUE#${shardOf(requestId)}`;
export const dueShards = (): readonly string[] => shards('DUE');

export const eventPlace = ({ at, requestId, sequence }: AuditPosition): string =>
  `${at}#${requestId}#${paddedSequence(sequence)}`;

/** The inverse of {@link eventPlace}. */
export const eventPosition = (place: string): AuditPosition => {
  const [first, last] = [place.indexOf('#'), place.lastIndexOf('#')];
  return {
    at: place.slice(0, first),
    requestId: place.slice(first + 1, last),
    sequence: Number(place.slice(last + 1)),
  };
};

/** `2026-11-23`, of an RFC 3339 timestamp in UTC. */
export const dayOf = (timestamp: string): string => timestamp.slice(0, 10);
export const dayShard = (event: AuditPosition): string => `${dayOf(event.at)}#${shardOf(event.requestId)}`;
export const dayShards = (day: string): readonly string[] => shards(day);

const shards = (prefix: string) => Array.from({ length: SHARDS }, (_, shard) => `${prefix}#${shard}`);
