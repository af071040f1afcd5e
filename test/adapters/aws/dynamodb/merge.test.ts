import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merge, type Order, type Run } from '../../../../functions/adapters/aws/dynamodb/merge.ts';

const run = (places: readonly string[], reached: string | null = null): Run<string> => ({
  found: places.map((place) => ({ place, value: `at ${place}` })),
  reached,
});

describe('merging what several sources gave', () => {
  it('of nothing gives nothing, and ends', () => {
    expect(merge([], 10, 'ascending')).toEqual({ values: [], next: null });
    expect(merge([run([]), run([])], 10, 'descending')).toEqual({ values: [], next: null });
  });

  it('gives each place once, in order', () => {
    expect(merge([run(['a', 'c']), run(['b', 'c'])], 10, 'ascending').values).toEqual([
      'at a',
      'at b',
      'at c',
    ]);
    expect(merge([run(['c', 'a']), run(['c', 'b'])], 10, 'descending').values).toEqual([
      'at c',
      'at b',
      'at a',
    ]);
  });

  it('ends with a full page only where nothing follows', () => {
    expect(merge([run(['a', 'b'])], 2, 'ascending').next).toBeNull();
    expect(merge([run(['a', 'b', 'c'])], 2, 'ascending').next).toBe('b');
  });

  it('gives nothing beyond where a source was left, and goes on from there', () => {
    expect(merge([run(['a', 'e']), run(['b'], 'c')], 10, 'ascending')).toEqual({
      values: ['at a', 'at b'],
      next: 'c',
    });
    expect(merge([run(['e', 'a']), run(['d'], 'c')], 10, 'descending')).toEqual({
      values: ['at e', 'at d'],
      next: 'c',
    });
  });

  it('goes on from the nearest of several such places, though nothing was found', () => {
    expect(merge([run([], 'c'), run(['d'], 'd')], 10, 'ascending')).toEqual({ values: [], next: 'c' });
  });

  it('page by page is the sorted union, however little of each source is read at a time', () => {
    const places = fc.uniqueArray(
      fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 5 }),
    );
    const sides = fc.record({
      sources: fc.array(places, { maxLength: 4 }),
      order: fc.constantFrom<Order>('ascending', 'descending'),
      limit: fc.integer({ min: 1, max: 5 }),
      reach: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(sides, ({ sources, order, limit, reach }) => {
        const precedes = (a: string, b: string) => (order === 'ascending' ? a < b : a > b);
        const sorted = (all: readonly string[]) => [...all].sort((a, b) => (precedes(a, b) ? -1 : 1));
        const readAfter = (source: readonly string[], after: string | null) => {
          const rest = sorted(source).filter((place) => after === null || precedes(after, place));
          const found = rest.slice(0, reach);
          return run(found, rest.length > reach ? (found.at(-1) ?? null) : null);
        };

        const pages: string[] = [];
        let after: string | null = null;
        do {
          const page = merge(
            sources.map((source) => readAfter(source, after)),
            limit,
            order,
          );
          expect(page.values.length).toBeLessThanOrEqual(limit);
          pages.push(...page.values);
          after = page.next;
        } while (after !== null);
        expect(pages).toEqual(sorted([...new Set(sources.flat())]).map((place) => `at ${place}`));
      }),
    );
  });
});
