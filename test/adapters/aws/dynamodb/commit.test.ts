import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkKey } from '../../../../functions/adapters/aws/dynamodb/keys.ts';
import type { AccessRequest } from '../../../../functions/domain/access-request.ts';
import {
  type AuditDetails,
  chainEvent,
  EMPTY_TRAIL,
  firstBrokenLink,
} from '../../../../functions/domain/audit-event.ts';
import { DAY, SECOND } from '../../../../functions/domain/instant.ts';
import {
  aClosingRow,
  aGroupChange,
  aLink,
  aNewRequest,
  anIdempotencyRecord,
  aRequest,
  aStandingGrant,
  history,
  latest,
  reviewed,
  START,
  step,
} from '../../../support/records.ts';
import { describeOnDynamoDbLocal, type OpenTable } from './engine.ts';
import { connectionLost, watchWire } from './wire.ts';

const COMMITTED = { outcome: 'COMMITTED' };

describeOnDynamoDbLocal('commits', (makeTable) => {
  let table: OpenTable;
  beforeEach(async () => {
    table = await makeTable();
  });
  afterEach(() => table.close());

  /** A commit of every kind of effect; with as much of each as the port allows, and the longest texts. */
  const largestCommit = async () => {
    const text = '☃'.repeat(1_000);
    const asked = Array.from({ length: 20 }, () => history({ reason: text, requiredApprovals: 9 }));
    const link = aLink();
    await table.store.putLink(link);
    return {
      changes: asked.map(latest).map((request) => {
        const reviews = Array.from({ length: 8 }, (_, index) => `reviewer-${index}@example.com`);
        const change = reviews.reduce(
          (before, reviewer) => reviewed({ reviewer, comment: text })(before).after,
          request,
        );
        return { ...reviewed({ comment: text })(change), before: null };
      }),
      group: aGroupChange({
        putGrants: asked.map((changes) => aStandingGrant({ grantId: latest(changes).id })),
        putRows: Array.from({ length: 25 }, () => aClosingRow()),
      }),
      idempotency: anIdempotencyRecord(),
      spendLink: { tokenHash: link.tokenHash, at: START },
      tally: {
        target: 'orders-db',
        person: 'person:alice',
        requestIds: asked.map((changes) => latest(changes).id),
        askedAt: asked.map((changes) => latest(changes).requestedAt),
        hadBefore: true,
        version: 1,
      },
    };
  };

  describe('the largest commit', () => {
    it('is one call of 90 items, far below 4 MB', async () => {
      const commit = await largestCommit();
      const wire = watchWire(table.client);
      expect(await table.store.commit(commit)).toEqual(COMMITTED);
      expect(wire.operations()).toEqual(['TransactWriteItems']);
      expect(wire.calls[0]?.body.TransactItems).toHaveLength(90);
      expect(Buffer.byteLength(JSON.stringify(wire.calls[0]?.body))).toBeLessThan(1024 * 1024);
    });
  });

  describe('a commit whose answer is lost', () => {
    it('is asked for again under the same token, and is no conflict with itself', async () => {
      let losses = 0;
      const wire = watchWire(table.client, {
        after: async () => {
          losses += 1;
          if (losses === 1) throw connectionLost();
        },
      });
      const asked = aNewRequest();
      expect(await table.store.commit({ changes: [asked] })).toEqual(COMMITTED);
      expect(wire.operations()).toEqual(['TransactWriteItems', 'TransactWriteItems']);
      const [first, second] = wire.calls.map(({ body }) => body.ClientRequestToken);
      expect(first).toEqual(expect.any(String));
      expect(second).toBe(first);
      expect(await table.store.read(asked.after.id)).toStrictEqual(asked.after);
    });

    it('again and again, throws: nobody knows whether it was written', async () => {
      watchWire(table.client, { after: () => Promise.reject(connectionLost()) });
      await expect(table.store.commit({ changes: [aNewRequest()] })).rejects.toThrow('socket hang up');
    });
  });

  describe('a commit that DynamoDB cancels', () => {
    /** DynamoDB Local neither throttles nor has transactions in each other's way: its answer is given in its stead. */
    const cancelled = (...codes: readonly string[]) =>
      watchWire(table.client, {
        before: () => {
          const CancellationReasons = codes.map((Code) => ({ Code }));
          return Promise.reject(
            new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons }),
          );
        },
      });
    const commit = { changes: [aNewRequest()], group: aGroupChange() };

    it('for a transaction that is under way conflicts, as one that is over does', async () => {
      cancelled('TransactionConflict', 'None', 'None', 'None');
      expect(await table.store.commit(commit)).toEqual({ outcome: 'CONFLICT', on: 'REQUEST' });
      cancelled('None', 'None', 'TransactionConflict', 'None');
      expect(await table.store.commit(commit)).toEqual({ outcome: 'CONFLICT', on: 'GROUP' });
      cancelled('None', 'None', 'None', 'TransactionConflict');
      expect(await table.store.commit(commit)).toEqual({ outcome: 'CONFLICT', on: 'GROUP' });
    });

    it.each([
      'ThrottlingError',
      'ProvisionedThroughputExceeded',
      'ValidationError',
      'ItemCollectionSizeLimitExceeded',
    ])('for %s throws, with its cause', async (code) => {
      cancelled('None', code, 'None', 'None');
      const failure = await table.store.commit(commit).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        message: expect.stringContaining(code),
        cause: expect.any(TransactionCanceledException),
      });
    });

    it('for a conflict and for load throws: it is not said which of them was there first', async () => {
      cancelled('ConditionalCheckFailed', 'None', 'ThrottlingError', 'None');
      await expect(table.store.commit(commit)).rejects.toThrow('ThrottlingError');
    });
  });

  describe('a new request', () => {
    it('is never made over another, though it brings no event that would be in the way', async () => {
      const [first, second] = [aRequest({ reason: 'first' }), aRequest({ reason: 'second' })];
      const make = (after: AccessRequest) => ({ changes: [{ before: null, after, event: null }] });
      expect(await table.store.commit(make(first))).toEqual(COMMITTED);
      const again = make({ ...second, id: first.id });
      expect(await table.store.commit(again)).toEqual({ outcome: 'CONFLICT', on: 'REQUEST' });
      expect(await table.store.read(first.id)).toStrictEqual(first);
    });
  });

  describe('an audit event', () => {
    it('is kept without what is undefined, as its hash has it', async () => {
      const request = aRequest();
      const states = { from: null, to: 'PENDING' };
      const draft = { type: 'REQUESTED', actor: 'alice@example.com', at: START } as const;
      // No type lets it happen; a write that fails for it would leave a rule open.
      const details = { reason: undefined } as unknown as AuditDetails;
      const event = chainEvent(request.id, EMPTY_TRAIL, states, { ...draft, details });
      const commit = { changes: [{ before: null, after: request, event }] };
      expect(await table.store.commit(commit)).toEqual(COMMITTED);
      const [kept, ...others] = await table.store.events(request.id);
      expect([kept?.details, others]).toStrictEqual([{}, []]);
      expect(firstBrokenLink(kept ? [kept] : [])).toBeUndefined();
    });

    it('is never written over, though the request would allow it', async () => {
      const asked = aNewRequest();
      await table.store.commit({ changes: [asked] });
      const approval = step.approved(asked.after);
      if (!approval.event) throw new Error('An approval has an event.');
      const forged = { ...approval, event: { ...approval.event, sequence: 1 } };
      expect(await table.store.commit({ changes: [forged] })).toEqual({ outcome: 'CONFLICT', on: 'REQUEST' });
      expect(await table.store.events(asked.after.id)).toStrictEqual([asked.event]);
      expect(await table.store.read(asked.after.id)).toStrictEqual(asked.after);
    });
  });

  describe('an approval link', () => {
    it('counts a try in one call', async () => {
      const link = aLink();
      await table.store.putLink(link);
      const wire = watchWire(table.client);
      await table.store.countTry(link.tokenHash, 5);
      expect(wire.operations()).toEqual(['UpdateItem']);
    });

    it('is forgotten a month after it has expired', async () => {
      const link = aLink();
      await table.store.putLink(link);
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.tableName, Key: { ...linkKey(link.tokenHash) } }),
      );
      expect(Item?.forgetAt).toBe((link.expiresAt + 30 * DAY) / SECOND);
    });
  });
});
