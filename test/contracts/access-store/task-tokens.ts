import { describe, expect, it } from 'vitest';
import { aNewRequest, aRequest, step } from '../../support/records.ts';
import { commitInOrder, type MakeStore, useStore } from './support.ts';

/** As long as Step Functions may make one: https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
const LONGEST = 2_048;

export const describeTaskTokens = (makeStore: MakeStore): void => {
  describe('a task token', () => {
    const store = useStore(makeStore);

    it('is not there before it was saved', async () => {
      const request = aNewRequest();
      await commitInOrder(store(), [request]);
      expect(await store().readTaskToken(request.after.id)).toBeUndefined();
      expect(await store().readTaskToken(aRequest().id)).toBeUndefined();
    });

    it('is read as it was saved, by its request alone', async () => {
      const [one, other] = [aRequest().id, aRequest().id];
      await store().saveTaskToken(one, 'a'.repeat(LONGEST));
      await store().saveTaskToken(other, 'AQB8/+=');
      expect(await store().readTaskToken(one)).toBe('a'.repeat(LONGEST));
      expect(await store().readTaskToken(other)).toBe('AQB8/+=');
    });

    it('gives way to a later one', async () => {
      const { id } = aRequest();
      await store().saveTaskToken(id, 'first');
      await store().saveTaskToken(id, 'second');
      expect(await store().readTaskToken(id)).toBe('second');
    });

    it('touches neither the request nor its version, nor is it touched by them', async () => {
      const asked = aNewRequest();
      await commitInOrder(store(), [asked]);
      await store().saveTaskToken(asked.after.id, 'waiting');
      expect(await store().read(asked.after.id)).toStrictEqual(asked.after);
      await commitInOrder(store(), [step.approved(asked.after)]);
      expect(await store().readTaskToken(asked.after.id)).toBe('waiting');
    });
  });
};
