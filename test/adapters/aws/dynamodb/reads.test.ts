import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestKey, standingGrantKey } from '../../../../functions/adapters/aws/dynamodb/keys.ts';
import { DAY, MINUTE } from '../../../../functions/domain/instant.ts';
import type { RequestQuery } from '../../../../functions/ports/access-store.ts';
import {
  aClosingRow,
  aGroup,
  aGroupChange,
  aLink,
  aNewRequest,
  anOpenRow,
  START,
  step,
} from '../../../support/records.ts';
import { describeOnDynamoDbLocal, type OpenTable } from './engine.ts';
import { leaveOutOfBatches, watchWire } from './wire.ts';

const sources: RequestQuery['sources'] = [
  { by: 'requester', name: 'alice@example.com' },
  { by: 'target', name: 'orders-db' },
  { by: 'target', name: 'search' },
];

describeOnDynamoDbLocal('reads', (makeTable) => {
  let table: OpenTable;
  beforeEach(async () => {
    table = await makeTable();
  });
  afterEach(() => table.close());

  const write = async (count: number) => {
    const changes = Array.from({ length: count }, (_, index) =>
      aNewRequest({ requestedAt: START + index * MINUTE }),
    );
    await table.store.commit({ changes });
    return changes;
  };

  describe('each operation costs few calls', () => {
    const link = aLink();
    it.each([
      ['read', () => table.store.read('req_a'), ['GetItem']],
      ['readGroup', () => table.store.readGroup(aGroup()), ['GetItem', 'Query']],
      ['registeredGroups', () => table.store.registeredGroups(), ['Query']],
      ['events', () => table.store.events('req_a'), ['Query']],
      ['readIdempotency', () => table.store.readIdempotency('key', START), ['GetItem']],
      ['readTaskToken', () => table.store.readTaskToken('req_a'), ['GetItem']],
      ['readLink', () => table.store.readLink(link.tokenHash), ['GetItem']],
      ['wasSent', () => table.store.wasSent('req_a', 'approved'), ['GetItem']],
    ])('%s', async (_, operation, expected) => {
      const wire = watchWire(table.client);
      await operation();
      expect(wire.operations()).toEqual(expected);
      expect(wire.calls.map(({ body }) => body.ConsistentRead)).toEqual(expected.map(() => true));
    });

    it('a page of a list: one query a source, and one batch that is read consistently', async () => {
      const changes = await write(20);
      const wire = watchWire(table.client);
      const { items } = await table.store.list({ sources, where: {}, limit: 15 });
      expect(items).toStrictEqual(
        changes
          .map(({ after }) => after)
          .toReversed()
          .slice(0, 15),
      );
      expect(wire.operations()).toEqual(['Query', 'Query', 'Query', 'BatchGetItem']);
      expect(wire.calls[3]?.body.RequestItems).toMatchObject({ [table.tableName]: { ConsistentRead: true } });
      expect(wire.calls.slice(0, 3).map(({ body }) => body.Limit)).toEqual([15, 15, 15]);
    });

    it('a source that is narrowed to somebody else is not asked at all', async () => {
      const wire = watchWire(table.client);
      await table.store.list({
        sources,
        where: { requester: 'bob@example.com', target: 'search' },
        limit: 15,
      });
      expect(wire.operations()).toEqual(['Query']);
    });

    it('what is due: one query a shard', async () => {
      const wire = watchWire(table.client);
      await table.store.due(START, 10);
      expect(wire.operations()).toEqual(Array(4).fill('Query'));
    });

    it('a page of the audit trail: one query a shard of each day that it needs', async () => {
      await write(10);
      const wire = watchWire(table.client);
      const range = { from: START, to: START + 300 * DAY };
      expect((await table.store.audit({ ...range, limit: 10 })).items).toHaveLength(10);
      expect(wire.operations()).toEqual(Array(4).fill('Query'));
    });

    it('days without events: sixteen at a time, then a page that goes on', async () => {
      const wire = watchWire(table.client);
      const { items, next } = await table.store.audit({ from: START, to: START + 300 * DAY, limit: 10 });
      expect({ items, next }).toEqual({
        items: [],
        next: { at: '2026-12-09T00:00:00.000Z', requestId: '', sequence: 0 },
      });
      expect(wire.operations()).toEqual(Array(64).fill('Query'));
    });
  });

  describe('a group that is written between two pages of its reading', () => {
    it('is read torn, at the version before, and every write that is based on it conflicts', async () => {
      const [closed, opened] = [anOpenRow({ id: 'lg_a' }), anOpenRow({ id: 'lg_z' })];
      await table.store.commit({
        changes: [],
        group: aGroupChange({ putRows: [closed, aClosingRow({ id: 'lg_m' })] }),
      });

      const torn = table.connect({ pageSize: 1 });
      let pages = 0;
      watchWire(torn.client, {
        after: async ({ operation }) => {
          if (operation !== 'Query' || ++pages !== 2) return;
          const change = aGroupChange({ basedOn: 1, removeRows: ['lg_a'], putRows: [opened] });
          expect(await table.store.commit({ changes: [], group: change })).toEqual({ outcome: 'COMMITTED' });
        },
      });
      const state = await torn.store.readGroup(aGroup());

      // It shows what never stood together: the row that went and the one that came instead.
      expect(state.ledger.map(({ id }) => id)).toEqual(['lg_a', 'lg_m', 'lg_z']);
      expect(state.version).toBe(1);
      const based = aGroupChange({ basedOn: state.version, removeRows: ['lg_z'] });
      expect(await torn.store.commit({ changes: [], group: based })).toEqual({
        outcome: 'CONFLICT',
        on: 'GROUP',
      });
    });
  });

  describe('a list that is narrowed', () => {
    it('looks at no more than its share, and goes on from there in its next page', async () => {
      const [oldest] = await write(20);
      if (!oldest) throw new Error('Twenty requests were written.');
      await table.store.commit({ changes: [step.cancelled(oldest.after)] });

      const { store } = table.connect({ pageSize: 6 });
      const query = { sources, where: { status: 'CANCELLED' as const }, limit: 5 };
      const first = await store.list(query);
      expect(first).toEqual({
        items: [],
        next: { requestedAt: START + 14 * MINUTE, id: expect.any(String) },
      });

      let [page, pages] = [first, 1];
      for (; page.next && page.items.length === 0; pages += 1)
        page = await store.list({ ...query, after: page.next });
      expect(page.items.map(({ id }) => id)).toEqual([oldest.after.id]);
      expect(pages).toBe(4);
    });

    it('shows no request that moved on after the index was asked', async () => {
      const [first, second] = await write(2);
      if (!first || !second) throw new Error('Two requests were written.');
      const slow = table.connect();
      watchWire(slow.client, {
        before: async ({ operation }) => {
          if (operation !== 'BatchGetItem') return;
          const cancellation = { changes: [step.cancelled(second.after)] };
          expect(await table.store.commit(cancellation)).toEqual({ outcome: 'COMMITTED' });
        },
      });
      const { items } = await slow.store.list({ sources, where: { status: 'PENDING' }, limit: 10 });
      expect(items).toStrictEqual([first.after]);
    });

    it('lets the index do it: what does not match is not read', async () => {
      const changes = await write(20);
      await table.store.commit({ changes: changes.slice(0, 2).map(({ after }) => step.cancelled(after)) });
      const wire = watchWire(table.client);
      const where = { status: 'CANCELLED' as const, target: 'orders-db' };
      expect((await table.store.list({ sources, where, limit: 1 })).items).toHaveLength(1);
      expect(wire.calls.at(-1)).toMatchObject({
        operation: 'BatchGetItem',
        body: { RequestItems: { [table.tableName]: { Keys: [expect.anything()] } } },
      });
    });
  });

  describe('a batch that DynamoDB answers in part', () => {
    it('is completed by single reads', async () => {
      const changes = await write(5);
      leaveOutOfBatches(table.client, 3);
      const wire = watchWire(table.client);
      const { items } = await table.store.list({ sources, where: {}, limit: 10 });
      expect(items).toStrictEqual(changes.map(({ after }) => after).toReversed());
      expect(wire.operations().slice(3)).toEqual(['BatchGetItem', 'GetItem', 'GetItem', 'GetItem']);
    });
  });

  describe('an item of another kind than its place says', () => {
    it('is refused by name, be it alone or among the rows of a group', async () => {
      const put = (Item: Record<string, unknown>) =>
        table.client.send(new PutCommand({ TableName: table.tableName, Item }));
      await put({ ...requestKey('req_a'), kind: 'SOMETHING', record: {} });
      await expect(table.store.read('req_a')).rejects.toThrow(
        'kind REQUEST at REQUEST#req_a / REQUEST, found SOMETHING',
      );
      await put({ ...standingGrantKey(aGroup(), 'req_a'), record: {} });
      await expect(table.store.readGroup(aGroup())).rejects.toThrow('kind STANDING_GRANT');
    });
  });
});
