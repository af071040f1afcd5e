import { describe, expect, it } from 'vitest';
import { aLink, START } from '../../support/records.ts';
import { COMMITTED, type MakeStore, useStore } from './support.ts';

export const describeApprovalLinks = (makeStore: MakeStore): void => {
  describe('an approval link', () => {
    const store = useStore(makeStore);

    it('is found by the hash of its token, field by field', async () => {
      const [bobs, carols] = [aLink(), aLink({ approver: 'carol@example.com' })];
      await store().putLink(bobs);
      await store().putLink(carols);
      expect(await store().readLink(bobs.tokenHash)).toStrictEqual(bobs);
      expect(await store().readLink(carols.tokenHash)).toStrictEqual(carols);
      expect(await store().readLink(aLink().tokenHash)).toBeUndefined();
    });

    it('counts tries down to none, and then no more', async () => {
      const link = aLink();
      await store().putLink(link);
      const answers = [];
      for (let count = 0; count < 5; count += 1) answers.push(await store().countTry(link.tokenHash, 3));
      expect(answers).toEqual([
        { outcome: 'COUNTED', left: 2 },
        { outcome: 'COUNTED', left: 1 },
        { outcome: 'COUNTED', left: 0 },
        { outcome: 'EXHAUSTED' },
        { outcome: 'EXHAUSTED' },
      ]);
      expect(await store().readLink(link.tokenHash)).toStrictEqual({ ...link, tries: 3 });
    });

    it('counts each of 50 tries at once, up to the most', async () => {
      const link = aLink();
      await store().putLink(link);
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => store().countTry(link.tokenHash, 5)),
      );
      const left = answers.flatMap((answer) => (answer.outcome === 'COUNTED' ? [answer.left] : []));
      expect(left.toSorted()).toEqual([0, 1, 2, 3, 4]);
      expect(await store().readLink(link.tokenHash)).toStrictEqual({ ...link, tries: 5 });
    });

    it('that does not exist takes no try, and none makes it exist', async () => {
      const { tokenHash } = aLink();
      expect(await store().countTry(tokenHash, 5)).toEqual({ outcome: 'EXHAUSTED' });
      expect(await store().readLink(tokenHash)).toBeUndefined();
    });

    it('has tries counted over all links of its approver for its request, and of nobody else', async () => {
      const { requestId, approver } = aLink();
      const count = (id: string, by: string) => store().countApproverTry(id, by, 2);
      expect(await store().readApproverTries(requestId, approver)).toBe(0);
      expect(await count(requestId, approver)).toEqual({ outcome: 'COUNTED', left: 1 });
      expect(await count(requestId, 'carol@example.com')).toEqual({ outcome: 'COUNTED', left: 1 });
      expect(await count(aLink().requestId, approver)).toEqual({ outcome: 'COUNTED', left: 1 });
      expect(await count(requestId, approver)).toEqual({ outcome: 'COUNTED', left: 0 });
      expect(await count(requestId, approver)).toEqual({ outcome: 'EXHAUSTED' });
      expect(await store().readApproverTries(requestId, approver)).toBe(2);
    });

    it('has each of 50 tries of its approver at once counted, up to the most', async () => {
      const { requestId, approver } = aLink();
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => store().countApproverTry(requestId, approver, 5)),
      );
      const left = answers.flatMap((answer) => (answer.outcome === 'COUNTED' ? [answer.left] : []));
      expect(left.toSorted()).toEqual([0, 1, 2, 3, 4]);
      expect(await store().readApproverTries(requestId, approver)).toBe(5);
    });

    it('that is spent says when, and keeps its tries', async () => {
      const [link, other] = [aLink(), aLink()];
      await store().putLink(link);
      await store().putLink(other);
      await store().countTry(link.tokenHash, 5);
      const spendLink = { tokenHash: link.tokenHash, at: START + 7 };
      expect(await store().commit({ changes: [], spendLink })).toEqual(COMMITTED);
      expect(await store().readLink(link.tokenHash)).toStrictEqual({ ...link, tries: 1, spentAt: START + 7 });
      expect(await store().readLink(other.tokenHash)).toStrictEqual(other);
    });

    it('that is put a second time keeps its tries and stays spent', async () => {
      const link = aLink();
      await store().putLink(link);
      await store().countTry(link.tokenHash, 5);
      await store().commit({ changes: [], spendLink: { tokenHash: link.tokenHash, at: START } });
      await store().putLink(link);
      expect(await store().readLink(link.tokenHash)).toStrictEqual({ ...link, tries: 1, spentAt: START });
    });
  });
};
