import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../functions/adapters/local/sqlite/sqlite-access-store.ts';
import { MINUTE } from '../../functions/domain/instant.ts';
import { PublisherPump } from '../../local/drive/publisher-pump.ts';
import { aNewRequest } from '../support/records.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** A pump over the events of a real store. `broken`: positions that cannot be published. */
const aPump = (broken = new Set<number>(), store = openSqliteStore(':memory:'), kind = 'Event') => {
  const clock = new VirtualClock();
  const published: number[] = [];
  const errors: unknown[] = [];
  const pump = new PublisherPump({
    kind,
    source: {
      after: (position, limit) => store.eventsAfter(position, limit),
      readCursor: (name) => store.readCursor(name),
      saveCursor: (name, position) => store.saveCursor(name, position),
      onCommit: (listener) => store.onCommit(listener),
    },
    cursor: 'publisher',
    pause: clock,
    onError: (error) => errors.push(error),
    publish: async (events) => {
      for (const { position } of events) {
        if (broken.has(position)) return position;
        published.push(position);
      }
      return null;
    },
  });
  const write = (count: number) =>
    Promise.all(Array.from({ length: count }, () => store.commit({ changes: [aNewRequest()] })));
  return { pump, clock, store, published, errors, write };
};

describe('the local stand-in for the table stream', () => {
  it('publishes what is committed, in the order of commits, without being asked', async () => {
    const { pump, published, write } = aPump();
    await write(60);
    await pump.drained();
    expect(published).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it('goes on after a restart where it was', async () => {
    const first = aPump();
    await first.write(3);
    await first.pump.drained();
    first.pump.stop();
    await first.write(2);

    const second = aPump(new Set(), first.store);
    await second.pump.drained();
    expect(first.published).toEqual([1, 2, 3]);
    expect(second.published).toEqual([4, 5]);
  });

  it('comes back to an event that failed, and keeps the order', async () => {
    const broken = new Set([2]);
    const { pump, clock, published, write } = aPump(broken);
    await write(3);
    pump.start();
    await clock.advance(1_000);
    expect(published).toEqual([1]);
    broken.clear();
    await clock.advance(MINUTE);
    await pump.drained();
    expect(published).toEqual([1, 2, 3]);
  });

  it.each(['Event', 'Order of mail'])(
    'passes over what can never be published, and names it: %s',
    async (kind) => {
      const { pump, clock, published, errors, write } = aPump(new Set([2]), undefined, kind);
      await write(3);
      pump.start();
      await clock.advance(5 * MINUTE);
      await pump.drained();
      expect(published).toEqual([1, 3]);
      expect(errors).toEqual([new Error(`${kind} 2 could not be published and is passed over`)]);
    },
  );

  it('publishes nothing after it was stopped', async () => {
    const { pump, published, write } = aPump();
    pump.stop();
    await write(2);
    await pump.drained();
    expect(published).toEqual([]);
  });
});
