import { afterEach, beforeEach, expect } from 'vitest';
import type { Change } from '../../../functions/domain/change.ts';
import type { GroupState } from '../../../functions/domain/group-state.ts';
import type { AccessStore, CommitOutcome, Page } from '../../../functions/ports/access-store.ts';

export interface OpenStore {
  readonly store: AccessStore;
  close(): Promise<void>;
}

export type MakeStore = () => Promise<OpenStore>;

export const COMMITTED: CommitOutcome = { outcome: 'COMMITTED' };
export const conflictOn = (on: 'REQUEST' | 'GROUP' | 'IDEMPOTENCY' | 'LINK' | 'TALLY'): CommitOutcome => ({
  outcome: 'CONFLICT',
  on,
});

/** A fresh store for each test around it. */
export const useStore = (makeStore: MakeStore): (() => AccessStore) => {
  let open: OpenStore | undefined;
  beforeEach(async () => {
    open = await makeStore();
  });
  afterEach(async () => {
    await open?.close();
    open = undefined;
  });
  return () => {
    if (!open) throw new Error('A store is there only while a test runs.');
    return open.store;
  };
};

/** Writes changes one commit each, in order. */
export const commitInOrder = async (store: AccessStore, changes: readonly Change[]): Promise<void> => {
  for (const change of changes) expect(await store.commit({ changes: [change] })).toEqual(COMMITTED);
};

/** Writes changes of different requests, all at a time, 20 a commit. */
export const commitTogether = async (store: AccessStore, changes: readonly Change[]): Promise<void> => {
  for (let start = 0; start < changes.length; start += 20) {
    expect(await store.commit({ changes: changes.slice(start, start + 20) })).toEqual(COMMITTED);
  }
};

/** Follows `next` to the end. Throws where a page is larger than its limit, or paging does not end. */
export const everyPage = async <Item, Position>(
  limit: number,
  read: (after: Position | undefined) => Promise<Page<Item, Position>>,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let after: Position | undefined;
  for (let pages = 0; pages < 1_000; pages += 1) {
    const page = await read(after);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    if (page.next === null) return items;
    after = page.next;
  }
  throw new Error('Paging did not end within 1,000 pages.');
};

/** Grants and rows have no order of their own: sorted, so that two states can be compared. */
export const inIdOrder = (state: GroupState): GroupState => ({
  ...state,
  grants: state.grants.toSorted((a, b) => (a.grantId < b.grantId ? -1 : 1)),
  ledger: state.ledger.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
});
