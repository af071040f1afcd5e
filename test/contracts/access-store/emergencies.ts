import { describe, expect, it } from 'vitest';
import type { Emergencies } from '../../../functions/domain/emergencies.ts';
import { aNewRequest } from '../../support/records.ts';
import { COMMITTED, conflictOn, type MakeStore, useStore } from './support.ts';

const [TARGET, PERSON] = ['orders-db', 'person:erin'];
const emergencies = (version: number, ...requestIds: readonly string[]): Emergencies => ({
  target: TARGET,
  person: PERSON,
  requestIds,
  version,
});

export const describeEmergencies = (makeStore: MakeStore): void => {
  describe('the emergencies of one person at one target', () => {
    const store = useStore(makeStore);
    const write = (record: Emergencies) => store().commit({ changes: [], emergencies: record });

    it('are none before there was any', async () => {
      expect(await store().readEmergencies(TARGET, PERSON)).toEqual(emergencies(0));
    });

    it('are read as they were written, and are no other person’s and no other target’s', async () => {
      expect(await write(emergencies(1, 'req_1'))).toEqual(COMMITTED);
      expect(await write(emergencies(2, 'req_1', 'req_2'))).toEqual(COMMITTED);
      expect(await store().readEmergencies(TARGET, PERSON)).toStrictEqual(emergencies(2, 'req_1', 'req_2'));
      expect((await store().readEmergencies(TARGET, 'person:frank')).version).toBe(0);
      expect((await store().readEmergencies('other-db', PERSON)).version).toBe(0);
    });

    it('are written together with their request, or neither is', async () => {
      const [first, second] = [aNewRequest(), aNewRequest()];
      const commit = (change: typeof first) => ({
        changes: [change],
        emergencies: emergencies(1, change.after.id),
      });
      expect(await store().commit(commit(first))).toEqual(COMMITTED);
      expect(await store().commit(commit(second))).toEqual(conflictOn('EMERGENCIES'));
      expect(await store().read(second.after.id)).toBeUndefined();
      expect(await store().readEmergencies(TARGET, PERSON)).toStrictEqual(emergencies(1, first.after.id));
    });

    it('of 20 who write at once, one wins', async () => {
      await write(emergencies(1));
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) => write(emergencies(2, `req_${index}`))),
      );
      expect(outcomes.filter(({ outcome }) => outcome === 'COMMITTED')).toHaveLength(1);
      expect(outcomes.filter(({ outcome }) => outcome === 'CONFLICT')).toEqual(
        Array(19).fill(conflictOn('EMERGENCIES')),
      );
    });
  });
};
