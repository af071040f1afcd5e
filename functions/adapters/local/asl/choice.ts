import { comparisons, typeTests } from './choice-operators.ts';
import type { Condition } from './choice-schema.ts';
import type { Json } from './json.ts';
import { find, read, type Scope } from './reference-path.ts';

/**
 * Whether the condition holds. Tests run from left to right and stop early, so that
 * `And: [IsPresent, StringEquals]` guards a field that may be missing; any other use of it is `States.Runtime`.
 */
export function holds(condition: Condition, scope: Scope): boolean {
  if (condition.And !== undefined) return condition.And.every((part) => holds(part, scope));
  if (condition.Or !== undefined) return condition.Or.some((part) => holds(part, scope));
  if (condition.Not !== undefined) return !holds(condition.Not, scope);
  return compares(condition, scope);
}

function compares(condition: Condition, scope: Scope): boolean {
  const variable = condition.Variable ?? '$';
  for (const [operator, operand] of Object.entries(condition)) {
    const test = typeTests.get(operator);
    if (test !== undefined) {
      const value = operator === 'IsPresent' ? find(variable, scope) : read(variable, scope);
      return test(value) === operand;
    }
    const comparison = comparisons.get(operator.replace(/Path$/, ''));
    if (comparison === undefined) continue;
    const left = comparison.comparable(read(variable, scope));
    const other = operator.endsWith('Path') ? read(String(operand), scope) : (operand as Json);
    const right = comparison.comparable(other);
    return left !== undefined && right !== undefined && comparison.holds(left, right);
  }
  throw new Error('A condition without an operator passed validation.');
}
