import type { Json } from './json.ts';
import { parseTimestamp } from './timestamp.ts';

type Comparable = string | number | boolean;

export interface Comparison {
  /** The value as it is compared; undefined where it is of another type, and then nothing matches. */
  readonly comparable: (value: Json) => Comparable | undefined;
  readonly holds: (left: Comparable, right: Comparable) => boolean;
}

const kinds: Record<string, Comparison['comparable']> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  Timestamp: (value) => (typeof value === 'string' ? parseTimestamp(value) : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
};

const orders: Record<string, Comparison['holds']> = {
  Equals: (left, right) => left === right,
  LessThan: (left, right) => left < right,
  LessThanEquals: (left, right) => left <= right,
  GreaterThan: (left, right) => left > right,
  GreaterThanEquals: (left, right) => left >= right,
};

/** `StringEquals`, `NumericLessThan`, …; each also with `Path`, comparing with the value at a path. */
export const comparisons: ReadonlyMap<string, Comparison> = new Map(
  Object.entries(kinds).flatMap(([kind, comparable]) =>
    Object.entries(orders)
      .filter(([order]) => kind !== 'Boolean' || order === 'Equals')
      .map(([order, holds]) => [`${kind}${order}`, { comparable, holds }]),
  ),
);

/** `IsPresent`, `IsNull`, …: whether the variable is so. Only `IsPresent` stands a variable that is not there. */
export const typeTests: ReadonlyMap<string, (value: Json | undefined) => boolean> = new Map([
  ['IsPresent', (value: Json | undefined) => value !== undefined],
  ['IsNull', (value: Json | undefined) => value === null],
  ...['String', 'Numeric', 'Boolean', 'Timestamp'].map(
    (kind) =>
      [
        `Is${kind}`,
        (value: Json | undefined) => value !== undefined && kinds[kind]?.(value) !== undefined,
      ] as const,
  ),
]);
