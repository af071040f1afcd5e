import { describe, expect, it } from 'vitest';
import type { Commit } from '../../../functions/ports/access-store.ts';
import {
  aGroup,
  aGroupChange,
  aLink,
  aNewRequest,
  anIdempotencyRecord,
  anOpenRow,
  START,
  step,
} from '../../support/records.ts';
import { COMMITTED, commitInOrder, conflictOn, type MakeStore, useStore } from './support.ts';

const RIVALS = 20;

export const describeConcurrentCommits = (makeStore: MakeStore): void => {
  describe('of 20 commits at once, exactly one wins', () => {
    const store = useStore(makeStore);

    const race = async (rival: (index: number) => Commit) => {
      const outcomes = await Promise.all(
        Array.from({ length: RIVALS }, (_, index) => store().commit(rival(index))),
      );
      const winner = outcomes.findIndex(({ outcome }) => outcome === 'COMMITTED');
      return { winner, others: outcomes.filter((_, index) => index !== winner) };
    };

    it('on one version of a request', async () => {
      const asked = aNewRequest();
      await commitInOrder(store(), [asked]);
      const rivals = Array.from({ length: RIVALS }, (_, index) =>
        index % 2 === 0 ? step.approved(asked.after) : step.cancelled(asked.after),
      );
      const { winner, others } = await race((index) => ({ changes: rivals.slice(index, index + 1) }));
      expect(others).toEqual(Array(RIVALS - 1).fill(conflictOn('REQUEST')));
      expect(await store().read(asked.after.id)).toStrictEqual(rivals[winner]?.after);
      expect(await store().events(asked.after.id)).toStrictEqual([asked.event, rivals[winner]?.event]);
    });

    it('on a new request', async () => {
      const asked = aNewRequest();
      const { others } = await race(() => ({ changes: [asked] }));
      expect(others).toEqual(Array(RIVALS - 1).fill(conflictOn('REQUEST')));
      expect(await store().events(asked.after.id)).toHaveLength(1);
    });

    it('on one version of a group', async () => {
      const rows = Array.from({ length: RIVALS }, () => anOpenRow());
      const { winner, others } = await race((index) => ({
        changes: [],
        group: aGroupChange({ putRows: rows.slice(index, index + 1) }),
      }));
      expect(others).toEqual(Array(RIVALS - 1).fill(conflictOn('GROUP')));
      expect(await store().readGroup(aGroup())).toStrictEqual({
        group: aGroup(),
        version: 1,
        grants: [],
        ledger: [rows[winner]],
      });
    });

    it('on one idempotency key', async () => {
      const { key } = anIdempotencyRecord();
      const requests = Array.from({ length: RIVALS }, () => aNewRequest());
      const { winner, others } = await race((index) => {
        const changes = requests.slice(index, index + 1);
        return { changes, idempotency: anIdempotencyRecord({ key, requestId: changes[0]?.after.id ?? '' }) };
      });
      expect(others).toEqual(Array(RIVALS - 1).fill(conflictOn('IDEMPOTENCY')));
      expect((await store().readIdempotency(key, START))?.requestId).toBe(requests[winner]?.after.id);
    });

    it('on one link', async () => {
      const link = aLink();
      await store().putLink(link);
      const { others } = await race((index) => ({
        changes: [aNewRequest()],
        spendLink: { tokenHash: link.tokenHash, at: START + index },
      }));
      expect(others).toEqual(Array(RIVALS - 1).fill(conflictOn('LINK')));
    });
  });

  describe('commits at once', () => {
    const store = useStore(makeStore);

    it('all succeed where they have nothing in common', async () => {
      const requests = Array.from({ length: RIVALS }, () => aNewRequest());
      const outcomes = await Promise.all(requests.map((change) => store().commit({ changes: [change] })));
      expect(outcomes).toEqual(Array(RIVALS).fill(COMMITTED));
    });
  });
};
