import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openSqliteStore } from '../../../../functions/adapters/local/sqlite/sqlite-access-store.ts';
import { aNewRequest, history, START, step } from '../../../support/records.ts';

const aStore = () => {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  return store;
};

describe('the events of a SQLite store', () => {
  it('come in the order of commits, whatever their time', async () => {
    const store = aStore();
    const [late, early] = [aNewRequest({ requestedAt: START + 60_000 }), aNewRequest()];
    const [cancelled, approved] = [step.cancelled(late.after), step.approved(early.after)];
    for (const changes of [[late, early], [cancelled], [approved]]) await store.commit({ changes });
    expect(store.eventsAfter(0, 100)).toStrictEqual([
      { position: 1, event: late.event },
      { position: 2, event: early.event },
      { position: 3, event: cancelled.event },
      { position: 4, event: approved.event },
    ]);
  });

  it('go on after a position, no more than asked for', async () => {
    const store = aStore();
    for (const change of history({}, step.started, step.approved, step.resumed, step.abandoned)) {
      await store.commit({ changes: [change] });
    }
    expect(store.eventsAfter(0, 2).map(({ event }) => event.type)).toEqual(['REQUESTED', 'APPROVED']);
    expect(store.eventsAfter(2, 2).map(({ event }) => event.type)).toEqual(['ACTIVATION_FAILED']);
    expect(store.eventsAfter(3, 2)).toEqual([]);
  });

  it('leave no gap where a commit conflicts', async () => {
    const store = aStore();
    const asked = aNewRequest();
    for (const change of [asked, asked, step.cancelled(asked.after)])
      await store.commit({ changes: [change] });
    expect(store.eventsAfter(0, 100).map(({ position }) => position)).toEqual([1, 2]);
  });

  it('have readers that each remember where they were', () => {
    const store = aStore();
    store.saveCursor('mails', 3);
    store.saveCursor('archive', 7);
    store.saveCursor('mails', 4);
    expect([store.readCursor('mails'), store.readCursor('archive'), store.readCursor('new')]).toEqual([
      4, 7, 0,
    ]);
  });
});

describe('a listener of a SQLite store', () => {
  it('hears of every commit once it can be read, and of no conflict', async () => {
    const store = aStore();
    const asked = aNewRequest();
    const heard: number[] = [];
    store.onCommit(() => heard.push(store.eventsAfter(0, 100).length));
    for (const change of [asked, asked, step.cancelled(asked.after)])
      await store.commit({ changes: [change] });
    expect(heard).toEqual([1, 2]);
  });

  it('hears nothing any more once it has left', async () => {
    const store = aStore();
    const [stays, leaves] = [vi.fn(), vi.fn()];
    store.onCommit(stays);
    const leave = store.onCommit(leaves);
    leave();
    await store.commit({ changes: [aNewRequest()] });
    expect(stays).toHaveBeenCalledOnce();
    expect(leaves).not.toHaveBeenCalled();
  });
});

describe('a commit that SQLite refuses', () => {
  it('throws, writes nothing, and leaves the store at work', async () => {
    const store = aStore();
    const [asked, other] = [aNewRequest(), aNewRequest()];
    await store.commit({ changes: [asked] });
    const twice = { ...step.cancelled(asked.after), event: asked.event };
    await expect(store.commit({ changes: [other, twice] })).rejects.toThrow('UNIQUE');
    expect(await store.read(other.after.id)).toBeUndefined();
    expect(await store.commit({ changes: [other] })).toEqual({ outcome: 'COMMITTED' });
  });
});
