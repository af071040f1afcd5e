import { describe, expect, it } from 'vitest';
import { DAY } from '../../../functions/domain/instant.ts';
import { aNewRequest, anIdempotencyRecord, START } from '../../support/records.ts';
import { COMMITTED, conflictOn, type MakeStore, useStore } from './support.ts';

export const describeIdempotency = (makeStore: MakeStore): void => {
  describe('an idempotency key', () => {
    const store = useStore(makeStore);

    /** A commit that makes a request by this key, to be forgotten a day later. */
    const use = (key: string, requestedAt: number) => {
      const request = aNewRequest({ requestedAt });
      const record = { key, requestId: request.after.id, expiresAt: requestedAt + DAY };
      return { changes: [request], idempotency: anIdempotencyRecord(record) };
    };

    it('leads to the request that it made, until it expires', async () => {
      const { key } = anIdempotencyRecord();
      const first = use(key, START);
      expect(await store().commit(first)).toEqual(COMMITTED);
      expect(await store().readIdempotency(key, START)).toStrictEqual(first.idempotency);
      expect(await store().readIdempotency(key, START + DAY - 1)).toStrictEqual(first.idempotency);
      expect(await store().readIdempotency(key, START + DAY)).toBeUndefined();
    });

    it('makes another request once it has expired, and not before', async () => {
      const { key } = anIdempotencyRecord();
      const [first, early, again] = [use(key, START), use(key, START + DAY - 1), use(key, START + DAY)];
      expect(await store().commit(first)).toEqual(COMMITTED);
      expect(await store().commit(early)).toEqual(conflictOn('IDEMPOTENCY'));
      expect(await store().commit(again)).toEqual(COMMITTED);
      expect(await store().readIdempotency(key, START + DAY)).toStrictEqual(again.idempotency);
    });

    it('that was never used leads nowhere', async () => {
      await store().commit({ changes: [], idempotency: anIdempotencyRecord() });
      expect(await store().readIdempotency(anIdempotencyRecord().key, START)).toBeUndefined();
    });
  });
};
