import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import { MINUTE } from '../../../functions/domain/instant.ts';
import { principalName } from '../../../functions/domain/principal.ts';
import type { AccessStore, RequestPosition, RequestQuery } from '../../../functions/ports/access-store.ts';
import { ALICE, aNewRequest, NIGHTLY_EXPORT, START, step } from '../../support/records.ts';
import { commitInOrder, commitTogether, everyPage, type MakeStore, useStore } from './support.ts';

const TARGETS = ['orders-db', 'billing-db', 'search'];
const PEOPLE = [ALICE, { ...ALICE, email: 'carol@example.com' }, NIGHTLY_EXPORT];
const NAMES = PEOPLE.map(principalName);
const pick = <T>(from: readonly T[], index: number): T => from[index % from.length] as T;

/** 48 requests over every pair of target and requester, twelve at each moment, some of them cancelled. */
const population = () =>
  Array.from({ length: 48 }, (_, index) =>
    aNewRequest({
      target: pick(TARGETS, index),
      requester: pick(PEOPLE, Math.floor(index / 3)),
      requestedAt: START + Math.floor(index / 12) * MINUTE,
    }),
  );

const seed = async (store: AccessStore): Promise<readonly AccessRequest[]> => {
  const asked = population();
  await commitTogether(store, asked);
  const cancelled = asked.filter((_, index) => index % 5 === 0).map(({ after }) => step.cancelled(after));
  await commitTogether(store, cancelled);
  const current = new Map([...asked, ...cancelled].map(({ after }) => [after.id, after]));
  return [...current.values()];
};

const isAfter = (request: AccessRequest, { requestedAt, id }: RequestPosition) =>
  request.requestedAt < requestedAt || (request.requestedAt === requestedAt && request.id < id);

/** The port's doc comment as a function: what all pages together must be. */
const expected = (all: readonly AccessRequest[], { sources, where, after }: Omit<RequestQuery, 'limit'>) =>
  all
    .filter((request) =>
      sources.some(({ by, name }) =>
        by === 'target' ? request.target === name : principalName(request.requester) === name,
      ),
    )
    .filter(({ status }) => where.status === undefined || status === where.status)
    .filter(({ target }) => where.target === undefined || target === where.target)
    .filter(({ requester }) => where.requester === undefined || principalName(requester) === where.requester)
    .filter((request) => after === undefined || isAfter(request, after))
    .toSorted((a, b) => (isAfter(b, a) ? -1 : 1));

const queries = (positions: readonly RequestPosition[]): fc.Arbitrary<RequestQuery> =>
  fc.record(
    {
      sources: fc.uniqueArray(
        fc.oneof(
          fc.record({
            by: fc.constant('target' as const),
            name: fc.constantFrom(...TARGETS, 'nobody-asked'),
          }),
          fc.record({
            by: fc.constant('requester' as const),
            name: fc.constantFrom(...NAMES, 'mallory@example.com'),
          }),
        ),
        { selector: ({ by, name }) => `${by} ${name}`, minLength: 1 },
      ),
      where: fc.record(
        {
          status: fc.constantFrom('PENDING' as const, 'CANCELLED' as const, 'APPROVED' as const),
          target: fc.constantFrom(...TARGETS),
          requester: fc.constantFrom(...NAMES),
        },
        { requiredKeys: [] },
      ),
      after: fc.constantFrom(...positions),
      limit: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 100 })),
    },
    { requiredKeys: ['sources', 'where', 'limit'] },
  );

const listAll = (store: AccessStore, query: RequestQuery) =>
  everyPage<AccessRequest, RequestPosition>(query.limit, (next) => {
    const after = next ?? query.after;
    return store.list(after ? { ...query, after } : query);
  });

const bothSources = {
  sources: [
    { by: 'target', name: 'search' },
    { by: 'requester', name: 'alice@example.com' },
  ],
  where: {},
} as const;

export const describeRequestLists = (makeStore: MakeStore): void => {
  describe('a list of requests', () => {
    const store = useStore(makeStore);

    it('is empty where nobody asked', async () => {
      expect(await store().list({ ...bothSources, limit: 10 })).toEqual({ items: [], next: null });
    });

    it('of no sources is empty', async () => {
      await seed(store());
      expect(await store().list({ sources: [], where: {}, limit: 10 })).toEqual({ items: [], next: null });
    });

    it('comes newest first, whatever the order of writing', async () => {
      const [older, newer] = [aNewRequest(), aNewRequest({ requestedAt: START + 1 })];
      await commitInOrder(store(), [newer, older]);
      const { items } = await store().list({ ...bothSources, limit: 10 });
      expect(items).toStrictEqual([newer.after, older.after]);
    });

    it('shows a request that two of its sources hold once', async () => {
      const request = aNewRequest({ target: 'search' });
      await commitInOrder(store(), [request]);
      expect((await store().list({ ...bothSources, limit: 10 })).items).toStrictEqual([request.after]);
    });

    it('shows each request as it was last written', async () => {
      const asked = aNewRequest();
      const cancelled = step.cancelled(asked.after);
      await commitInOrder(store(), [asked, cancelled]);
      const where = { status: 'PENDING' as const };
      expect((await store().list({ ...bothSources, limit: 10 })).items).toStrictEqual([cancelled.after]);
      expect(await listAll(store(), { ...bothSources, where, limit: 10 })).toEqual([]);
    });

    it('goes on below its place while newer requests arrive', async () => {
      const all = await seed(store());
      const first = await store().list({ ...bothSources, limit: 3 });
      if (first.next === null) throw new Error('More than three requests were seeded.');
      await commitInOrder(store(), [aNewRequest({ requestedAt: START + 24 * 60 * MINUTE })]);
      const rest = await listAll(store(), { ...bothSources, after: first.next, limit: 3 });
      expect([...first.items, ...rest]).toStrictEqual(expected(all, bothSources));
    });

    it('is, page by page, the whole filtered and sorted union', async () => {
      const all = await seed(store());
      const places = [...all, { requestedAt: START + 2 * MINUTE, id: 'req_' }, { requestedAt: 0, id: 'zzz' }];
      await fc.assert(
        fc.asyncProperty(
          queries(places.map(({ requestedAt, id }) => ({ requestedAt, id }))),
          async (query) => {
            expect(await listAll(store(), query)).toStrictEqual(expected(all, query));
          },
        ),
        { numRuns: 50 },
      );
    });
  });
};
