import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applied, type GroupState } from '../../../functions/domain/group-state.ts';
import { groupKey } from '../../../functions/domain/rule-key.ts';
import { aClosingRow, aGroup, aGroupChange, anOpenRow, aStandingGrant } from '../../support/records.ts';
import { COMMITTED, conflictOn, inIdOrder, type MakeStore, useStore } from './support.ts';

const EMPTY: GroupState = { group: aGroup(), version: 0, grants: [], ledger: [] };
const GRANT_IDS = ['req_a', 'req_b', 'req_c'];
const ROW_IDS = ['lg_a', 'lg_b', 'lg_c', 'lg_d'];

/** Any change, of few ids, so that changes meet: put again, removed, removed though absent. */
const changes = fc
  .record({
    grants: fc.dictionary(fc.constantFrom(...GRANT_IDS), fc.option(fc.nat(99)), { noNullPrototype: true }),
    rows: fc.dictionary(fc.constantFrom(...ROW_IDS), fc.option(fc.nat(99)), { noNullPrototype: true }),
  })
  .map(({ grants, rows }) => {
    const split = (all: Record<string, number | null>) => ({
      put: Object.entries(all).flatMap(([id, value]) => (value === null ? [] : [{ id, value }])),
      remove: Object.entries(all).flatMap(([id, value]) => (value === null ? [id] : [])),
    });
    return {
      putGrants: split(grants).put.map(({ id, value }) => aStandingGrant({ grantId: id, minutes: value })),
      removeGrants: split(grants).remove,
      putRows: split(rows).put.map(({ id, value }) => aClosingRow({ id, failures: value })),
      removeRows: split(rows).remove,
    };
  });

export const describeGroups = (makeStore: MakeStore): void => {
  describe('a group', () => {
    const store = useStore(makeStore);

    it('that was never written is empty, at version 0, and not registered', async () => {
      expect(await store().readGroup(aGroup())).toStrictEqual(EMPTY);
      expect(await store().registeredGroups()).toEqual([]);
    });

    it('takes a write only on the version that it was based on', async () => {
      const write = (basedOn: number) => store().commit({ changes: [], group: aGroupChange({ basedOn }) });
      expect(await write(1)).toEqual(conflictOn('GROUP'));
      expect(await write(0)).toEqual(COMMITTED);
      expect(await write(0)).toEqual(conflictOn('GROUP'));
      expect(await write(2)).toEqual(conflictOn('GROUP'));
      expect(await write(1)).toEqual(COMMITTED);
      expect((await store().readGroup(aGroup())).version).toBe(2);
    });

    it('keeps its rows out of a write that conflicts', async () => {
      const [kept, lost] = [anOpenRow(), anOpenRow()];
      await store().commit({ changes: [], group: aGroupChange({ putRows: [kept] }) });
      const stale = aGroupChange({ putRows: [lost], removeRows: [kept.id] });
      expect(await store().commit({ changes: [], group: stale })).toEqual(conflictOn('GROUP'));
      expect((await store().readGroup(aGroup())).ledger).toStrictEqual([kept]);
    });

    it('is registered by its first write, once, and stays so when it is empty again', async () => {
      const row = anOpenRow();
      const groups = [
        aGroup(),
        aGroup({ region: 'us-east-1' }),
        aGroup({ account: '444455556666' }),
        aGroup({ groupId: 'sg-0' }),
      ];
      for (const group of groups) {
        await store().commit({ changes: [], group: aGroupChange({ group, putRows: [row] }) });
        await store().commit({
          changes: [],
          group: aGroupChange({ group, basedOn: 1, removeRows: [row.id] }),
        });
      }
      const registered = (await store().registeredGroups()).map(groupKey);
      expect(registered.toSorted()).toEqual(groups.map(groupKey).toSorted());
    });

    it('is apart from every other, though ids be the same', async () => {
      const [here, there] = [aGroup(), aGroup({ region: 'us-east-1' })];
      const row = anOpenRow();
      await store().commit({ changes: [], group: aGroupChange({ group: here, putRows: [row] }) });
      await store().commit({ changes: [], group: aGroupChange({ group: there, removeRows: [row.id] }) });
      expect((await store().readGroup(here)).ledger).toStrictEqual([row]);
      expect((await store().readGroup(there)).ledger).toEqual([]);
    });

    it('is after any series of writes what the domain says', async () => {
      let account = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(changes, { maxLength: 6 }), async (series) => {
          const group = aGroup({ account: String(++account).padStart(12, '0') });
          let model: GroupState = { ...EMPTY, group };
          for (const [basedOn, change] of series.entries()) {
            const write = { group, basedOn, ...change };
            expect(await store().commit({ changes: [], group: write })).toEqual(COMMITTED);
            model = applied(model, write);
          }
          expect(inIdOrder(await store().readGroup(group))).toStrictEqual(inIdOrder(model));
        }),
        { numRuns: 30 },
      );
    });

    it('is read whole where it is larger than any one page', async () => {
      const rows = Array.from({ length: 60 }, () => aClosingRow({ lastError: 'X'.repeat(30_000) }));
      const grants = Array.from({ length: 60 }, () => aStandingGrant());
      for (let basedOn = 0; basedOn < 6; basedOn += 1) {
        const ten = [basedOn * 10, basedOn * 10 + 10] as const;
        const group = aGroupChange({ basedOn, putRows: rows.slice(...ten), putGrants: grants.slice(...ten) });
        expect(await store().commit({ changes: [], group })).toEqual(COMMITTED);
      }
      const state = inIdOrder(await store().readGroup(aGroup()));
      expect(state).toStrictEqual(inIdOrder({ group: aGroup(), version: 6, grants, ledger: rows }));
    });

    it('never shows a version together with rows that are older than it', async () => {
      const stamped = (version: number) =>
        aGroupChange({
          basedOn: version - 1,
          putRows: ROW_IDS.map((id) => aClosingRow({ id, failures: version })),
        });
      const reads: GroupState[] = [];
      const writing = (async () => {
        for (let version = 1; version <= 25; version += 1)
          await store().commit({ changes: [], group: stamped(version) });
      })();
      const reading = Array.from({ length: 4 }, async () => {
        for (let count = 0; count < 25; count += 1) reads.push(await store().readGroup(aGroup()));
      });
      await Promise.all([writing, ...reading]);
      for (const { version, ledger } of reads) {
        expect(ledger.length).toBe(version === 0 ? ledger.length : ROW_IDS.length);
        for (const row of ledger)
          expect(row.state === 'CLOSING' && row.failures).toBeGreaterThanOrEqual(version);
      }
    });
  });
};
