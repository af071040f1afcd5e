import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dayShard,
  dayShards,
  duePlace,
  dueShard,
  dueShards,
  eventPlace,
  eventPosition,
  requestPlace,
  requestPosition,
} from '../../../../functions/adapters/aws/dynamodb/places.ts';
import { toTimestamp } from '../../../../functions/domain/instant.ts';

const moment = fc.oneof(fc.nat(20), fc.integer({ min: 0, max: Date.UTC(2200, 0) }));
/** Ids that share beginnings, as `req_1` and `req_10` do. */
const id = fc.string({ unit: fc.constantFrom('a', 'z', '0', '9', '_'), minLength: 1, maxLength: 6 });
const sequence = fc.integer({ min: 1, max: 2_000 });

/** Field by field, as the port orders them. */
const compare = (a: readonly (number | string)[], b: readonly (number | string)[]): number => {
  const differing = a.findIndex((field, index) => field !== b[index]);
  if (differing < 0) return 0;
  return (a[differing] as number) < (b[differing] as number) ? -1 : 1;
};
const compareText = (a: string, b: string) => compare([a], [b]);

describe('the place of a request in a list', () => {
  it('sorts by moment, then by id', () => {
    fc.assert(
      fc.property(moment, id, moment, id, (at, one, later, other) => {
        const places = [
          requestPlace({ requestedAt: at, id: one }),
          requestPlace({ requestedAt: later, id: other }),
        ] as const;
        expect(compareText(...places)).toBe(compare([at, one], [later, other]));
      }),
    );
  });

  it('can be read back', () => {
    fc.assert(
      fc.property(moment, id, (requestedAt, requestId) => {
        const position = { requestedAt, id: requestId };
        expect(requestPosition(requestPlace(position))).toEqual(position);
      }),
    );
  });
});

describe('the place of an audit event', () => {
  it('sorts by moment, then by request, then by sequence number', () => {
    fc.assert(
      fc.property(moment, id, sequence, moment, id, sequence, (at, one, first, later, other, second) => {
        const places = [
          eventPlace({ at: toTimestamp(at), requestId: one, sequence: first }),
          eventPlace({ at: toTimestamp(later), requestId: other, sequence: second }),
        ] as const;
        expect(compareText(...places)).toBe(compare([at, one, first], [later, other, second]));
      }),
    );
  });

  it('can be read back, the start of a day included, where no request is named', () => {
    fc.assert(
      fc.property(moment, fc.oneof(id, fc.constant('')), sequence, (at, requestId, number) => {
        const position = { at: toTimestamp(at), requestId, sequence: number };
        expect(eventPosition(eventPlace(position))).toEqual(position);
      }),
    );
  });
});

describe('the place of a request that is due', () => {
  it('comes before the bare place of the next millisecond, and after that of its own', () => {
    expect(duePlace(1_000, 'req_a') < duePlace(1_001, '')).toBe(true);
    expect(duePlace(1_000, 'req_a') > duePlace(1_000, '')).toBe(true);
  });
});

describe('shards', () => {
  const requestIds = Array.from({ length: 36 }, (_, index) => `req_0${index.toString(36)}`);
  const at = '2026-11-23T09:00:00.000Z';

  it.each([
    [
      'the events of a day',
      dayShards('2026-11-23'),
      (requestId: string) => dayShard({ at, requestId, sequence: 1 }),
    ],
    ['what is due', dueShards(), dueShard],
  ])('share %s about evenly, and all of it is read', (_, shards, shardOf) => {
    const used = requestIds.map(shardOf);
    const sizes = shards.map((shard) => used.filter((other) => other === shard).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(36);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2);
  });
});
