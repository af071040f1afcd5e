import { describe, expect, it } from 'vitest';
import { aRequest, START } from '../../support/records.ts';
import { type MakeStore, useStore } from './support.ts';

export const describeMailOutbox = (makeStore: MakeStore): void => {
  describe('the mail outbox', () => {
    const store = useStore(makeStore);

    it('knows which mails of a request were sent', async () => {
      const { id } = aRequest();
      expect(await store().wasSent(id, 'approved')).toBe(false);
      await store().markSent(id, 'approved', START);
      expect(await store().wasSent(id, 'approved')).toBe(true);
      expect(await store().wasSent(id, 'expired')).toBe(false);
      expect(await store().wasSent(aRequest().id, 'approved')).toBe(false);
    });

    it('takes being told twice', async () => {
      const { id } = aRequest();
      await store().markSent(id, 'approved', START);
      await store().markSent(id, 'approved', START + 1);
      expect(await store().wasSent(id, 'approved')).toBe(true);
    });

    it('mistakes no request and mail for another pair that reads alike', async () => {
      await store().markSent('req_a', 'b#c', START);
      expect(await store().wasSent('req_a#b', 'c')).toBe(false);
      expect(await store().wasSent('req_a', 'b')).toBe(false);
    });
  });
};
