import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import type { AuditEvent } from '../../../functions/domain/audit-event.ts';
import { type Change, moved } from '../../../functions/domain/change.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND, toTimestamp } from '../../../functions/domain/instant.ts';
import type { AccessStore, AuditPosition } from '../../../functions/ports/access-store.ts';
import { aNewRequest, aRequest, START, step } from '../../support/records.ts';
import { commitInOrder, commitTogether, everyPage, type MakeStore, useStore } from './support.ts';

const auditAll = (store: AccessStore, from: Instant, to: Instant, limit: number) =>
  everyPage<AuditEvent, AuditPosition>(limit, (after) =>
    store.audit({ from, to, limit, ...(after && { after }) }),
  );

const rank = ({ at, requestId, sequence }: AuditEvent) =>
  `${at} ${requestId} ${String(sequence).padStart(9, '0')}`;

/** The port's doc comment as a function. */
const expected = (events: readonly AuditEvent[], from: Instant, to: Instant) =>
  events
    .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < to)
    .toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));

const eventsOf = (changes: readonly Change[]) => changes.flatMap(({ event }) => event ?? []);

/** Further events of a pending request, one every `every` milliseconds. */
const chained = (
  start: AccessRequest,
  count: number,
  every: number,
  detail = 'seen again',
): readonly Change[] => {
  const changes: Change[] = [];
  let request = start;
  for (let index = 1; index <= count; index += 1) {
    const at = start.requestedAt + index * every;
    const details = { detail };
    const state = { status: 'PENDING', decidedAt: null, grant: null } as const;
    const change = moved(request, state, { type: 'REVIEWED', actor: 'bob@example.com', at, details });
    changes.push(change);
    request = change.after;
  }
  return changes;
};

/** Forty requests around two midnights, one of which ends a month; several events share each moment. */
const seed = async (store: AccessStore): Promise<readonly AuditEvent[]> => {
  const moments = [Date.UTC(2026, 10, 30, 23, 59), Date.UTC(2026, 11, 1, 23, 59)];
  const asked = Array.from({ length: 40 }, (_, index) =>
    aNewRequest({ requestedAt: (moments[index % 2] ?? START) + Math.floor(index / 4) * 15 * SECOND }),
  );
  const cancelled = asked.slice(0, 20).map(({ after }) => step.cancelled(after));
  await commitTogether(store, asked);
  await commitTogether(store, cancelled);
  return eventsOf([...asked, ...cancelled]);
};

export const describeAuditTrail = (makeStore: MakeStore): void => {
  describe('the audit trail', () => {
    const store = useStore(makeStore);

    it('gives the events of one request first to last, past the tenth too', async () => {
      const asked = aNewRequest();
      const changes = [asked, ...chained(asked.after, 24, MINUTE)];
      await commitInOrder(store(), [aNewRequest(), ...changes]);
      expect(await store().events(asked.after.id)).toStrictEqual(eventsOf(changes));
    });

    it('gives all events of a request where they are larger than any one page', async () => {
      const asked = aNewRequest();
      const changes = [asked, ...chained(asked.after, 40, MINUTE, 'X'.repeat(40_000))];
      await commitInOrder(store(), changes);
      expect(await store().events(asked.after.id)).toStrictEqual(eventsOf(changes));
      expect(await auditAll(store(), START, START + DAY, 100)).toStrictEqual(eventsOf(changes));
    });

    it('is empty where nothing happened', async () => {
      await commitInOrder(store(), [aNewRequest()]);
      expect(await auditAll(store(), START + 1, START + DAY, 10)).toEqual([]);
      expect(await auditAll(store(), START - DAY, START, 10)).toEqual([]);
      expect(await auditAll(store(), START, START, 10)).toEqual([]);
      expect(await auditAll(store(), START + DAY, START - DAY, 10)).toEqual([]);
    });

    it('holds the first moment of its range and not the last', async () => {
      const asked = aNewRequest();
      await commitInOrder(store(), [asked]);
      expect(await auditAll(store(), START, START + 1, 10)).toStrictEqual([asked.event]);
    });

    it('orders events of one moment by request, then by sequence', async () => {
      const [first, second] = [aRequest(), aRequest()];
      const changes = [second, first].flatMap((request) => [
        { before: null, after: request, event: null },
        ...chained(request, 11, 0),
      ]);
      await commitInOrder(store(), changes);
      const found = await auditAll(store(), START, START + 1, 5);
      expect(found.map(({ requestId, sequence }) => [requestId, sequence])).toEqual(
        [first, second].flatMap(({ id }) => Array.from({ length: 11 }, (_, index) => [id, index + 2])),
      );
    });

    it('goes on after any place, an event or not', async () => {
      const events = await seed(store());
      const all = expected(events, 0, Date.UTC(2100, 0));
      const [from, to] = [Date.UTC(2026, 10, 30), Date.UTC(2026, 11, 4)];
      for (const after of [all[7], all[20], { at: toTimestamp(from), requestId: 'zzz', sequence: 3 }]) {
        if (!after) throw new Error('More than twenty events were seeded.');
        const { at, requestId, sequence } = after;
        const { items } = await store().audit({ from, to, after: { at, requestId, sequence }, limit: 100 });
        const rest = all.filter((event) => rank(event) > rank({ ...event, at, requestId, sequence }));
        expect(items).toStrictEqual(rest.slice(0, items.length));
        expect(items).not.toEqual([]);
      }
    });

    it('is, page by page, every event of its range in order', async () => {
      const events = await seed(store());
      const [first, last] = [Date.UTC(2026, 10, 30, 12), Date.UTC(2026, 11, 3)];
      const moment = fc.oneof(
        fc.integer({ min: first, max: last }),
        fc.constantFrom(...events.map(({ at }) => Date.parse(at))),
      );
      await fc.assert(
        fc.asyncProperty(moment, moment, fc.integer({ min: 1, max: 30 }), async (a, b, limit) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          expect(await auditAll(store(), from, to, limit)).toStrictEqual(expected(events, from, to));
        }),
        { numRuns: 30 },
      );
      const [from, to] = [first - 60 * DAY, last + HOUR];
      expect(await auditAll(store(), from, to, 7)).toStrictEqual(expected(events, from, to));
    });
  });
};
