import type { FieldProblem } from '../../use-cases/field-problem.ts';

export interface Invalid {
  readonly outcome: 'INVALID';
  readonly problems: readonly FieldProblem[];
}

/** What came of reading something from outside. */
export type Parsed<Value> = { readonly outcome: 'PARSED'; readonly value: Value } | Invalid;

export const parsed = <Value>(value: Value): Parsed<Value> => ({ outcome: 'PARSED', value });

export const invalid = (path: string, message: string): Invalid => ({
  outcome: 'INVALID',
  problems: [{ path, message }],
});
