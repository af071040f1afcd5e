import { describe, expect, it } from 'vitest';
import { dueAt } from '../../../functions/domain/due.ts';
import { HOUR, MINUTE } from '../../../functions/domain/instant.ts';
import { aNewRequest, everyHistory, history, latest, START, step } from '../../support/records.ts';
import { commitInOrder, commitTogether, type MakeStore, useStore } from './support.ts';

export const describeDueRequests = (makeStore: MakeStore): void => {
  describe('requests that are due', () => {
    const store = useStore(makeStore);

    it('are found from their very moment on', async () => {
      const { after } = aNewRequest();
      await commitInOrder(store(), [
        aNewRequest({ requestedAt: START + HOUR }),
        { before: null, after, event: null },
      ]);
      const moment = dueAt(after);
      if (moment === null) throw new Error('A new request has its execution to be started.');
      expect(await store().due(moment - 1, 10)).toEqual([]);
      expect(await store().due(moment, 10)).toEqual([after.id]);
      expect(await store().due(moment + 1, 10)).toEqual([after.id]);
    });

    it('come most overdue first, no more than asked for', async () => {
      const changes = [3, 1, 4, 0, 2].map((minutes) =>
        aNewRequest({ requestedAt: START + minutes * MINUTE }),
      );
      await commitTogether(store(), changes);
      const byMoment = [3, 1, 4, 0, 2].map((_, rank, order) => changes[order.indexOf(rank)]?.after.id);
      expect(await store().due(START + HOUR, 10)).toEqual(byMoment);
      expect(await store().due(START + HOUR, 2)).toEqual(byMoment.slice(0, 2));
    });

    it('move with their moment', async () => {
      const changes = history({}, step.started);
      await commitInOrder(store(), changes);
      const { id, decideBy } = latest(changes);
      expect(await store().due(decideBy - 1, 10)).toEqual([]);
      expect(await store().due(decideBy, 10)).toEqual([id]);
    });

    it('are gone once nothing is left to happen by time', async () => {
      const changes = history({}, step.started, step.cancelled, step.resumed);
      await commitInOrder(store(), changes);
      expect(dueAt(latest(changes))).toBeNull();
      expect(await store().due(Date.UTC(2100, 0), 10)).toEqual([]);
    });

    it.each(Object.entries(everyHistory()))(
      'agree with the domain at every step of a request %s',
      async (_, changes) => {
        for (const change of changes) {
          await commitInOrder(store(), [change]);
          const moment = dueAt(change.after);
          expect(await store().due(moment ?? Date.UTC(2100, 0), 10)).toEqual(
            moment === null ? [] : [change.after.id],
          );
          if (moment !== null) expect(await store().due(moment - 1, 10)).toEqual([]);
        }
      },
    );
  });
};
