import { describe, expect, it } from 'vitest';
import type { Tally } from '../../../functions/domain/tally.ts';
import { aNewRequest, START } from '../../support/records.ts';
import { COMMITTED, conflictOn, type MakeStore, useStore } from './support.ts';

const [TARGET, PERSON] = ['orders-db', 'person:erin'];
const tally = (version: number, ...requestIds: readonly string[]): Tally => ({
  target: TARGET,
  person: PERSON,
  requestIds,
  askedAt: requestIds.map((_, index) => START + index),
  hadBefore: requestIds.length > 1,
  version,
});

export const describeTallies = (makeStore: MakeStore): void => {
  describe('the tally of one person at one target', () => {
    const store = useStore(makeStore);
    const write = (record: Tally) => store().commit({ changes: [], tally: record });

    it('is empty before anything was asked', async () => {
      expect(await store().readTally(TARGET, PERSON)).toEqual(tally(0));
    });

    it('is read as it was written, and is no other person’s and no other target’s', async () => {
      expect(await write(tally(1, 'req_1'))).toEqual(COMMITTED);
      expect(await write(tally(2, 'req_1', 'req_2'))).toEqual(COMMITTED);
      expect(await store().readTally(TARGET, PERSON)).toStrictEqual(tally(2, 'req_1', 'req_2'));
      expect((await store().readTally(TARGET, 'person:frank')).version).toBe(0);
      expect((await store().readTally('other-db', PERSON)).version).toBe(0);
    });

    it('is written together with its request, or neither is', async () => {
      const [first, second] = [aNewRequest(), aNewRequest()];
      const commit = (change: typeof first) => ({ changes: [change], tally: tally(1, change.after.id) });
      expect(await store().commit(commit(first))).toEqual(COMMITTED);
      expect(await store().commit(commit(second))).toEqual(conflictOn('TALLY'));
      expect(await store().read(second.after.id)).toBeUndefined();
      expect(await store().readTally(TARGET, PERSON)).toStrictEqual(tally(1, first.after.id));
    });

    it('of 20 who write at once, one wins', async () => {
      await write(tally(1));
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) => write(tally(2, `req_${index}`))),
      );
      expect(outcomes.filter(({ outcome }) => outcome === 'COMMITTED')).toHaveLength(1);
      expect(outcomes.filter(({ outcome }) => outcome === 'CONFLICT')).toEqual(
        Array(19).fill(conflictOn('TALLY')),
      );
    });
  });
};
