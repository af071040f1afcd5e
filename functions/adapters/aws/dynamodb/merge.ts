/** What one source of a list gave: places in the list's order, and how far it was read. */
export interface Run<Found> {
  readonly found: readonly { readonly place: string; readonly value: Found }[];
  /** The last place that was looked at; null where the source was read to its end. */
  readonly reached: string | null;
}

export type Order = 'ascending' | 'descending';

/**
 * One page out of many sources, each place once. A source that was not read to its end may hold anything beyond the
 * place it reached, so that nothing beyond the nearest such place is given yet: the page is then short, and goes on
 * from there.
 */
export const merge = <Found>(runs: readonly Run<Found>[], limit: number, order: Order) => {
  const precedes = (a: string, b: string) => (order === 'ascending' ? a < b : a > b);
  const horizon = runs
    .flatMap(({ reached }) => (reached === null ? [] : [reached]))
    .reduce<string | null>(
      (nearest, place) => (nearest !== null && precedes(nearest, place) ? nearest : place),
      null,
    );

  const each = new Map(runs.flatMap(({ found }) => found.map(({ place, value }) => [place, value] as const)));
  const known = [...each].filter(([place]) => horizon === null || !precedes(horizon, place));
  known.sort(([a], [b]) => (precedes(a, b) ? -1 : 1));

  const page = known.slice(0, limit);
  const lastOfPage = page.at(-1)?.[0] ?? null;
  return {
    values: page.map(([, value]) => value),
    /** The place after which the next page starts; null at the end. */
    next: known.length > limit ? lastOfPage : horizon,
  };
};
