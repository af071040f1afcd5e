import { describe, expect, it } from 'vitest';
import { holds } from '../../../../functions/adapters/local/asl/choice.ts';
import { choiceRule } from '../../../../functions/adapters/local/asl/choice-schema.ts';
import type { Json } from '../../../../functions/adapters/local/asl/json.ts';

const test = (condition: object, data: Json) =>
  holds(choiceRule.parse({ ...condition, Next: 'Next' }), { data, context: { Execution: { Name: 'one' } } });
const a = (operator: object) => ({ Variable: '$.a', ...operator });

describe('a condition of a Choice', () => {
  it.each([
    [{ StringEquals: 'x' }, 'x', 'y'],
    [{ StringLessThan: 'b' }, 'a', 'b'],
    [{ StringGreaterThanEquals: 'b' }, 'b', 'a'],
    [{ NumericEquals: 1 }, 1, 2],
    [{ NumericLessThan: 1 }, 0, 1],
    [{ NumericLessThanEquals: 1 }, 1, 2],
    [{ NumericGreaterThan: 1 }, 2, 1],
    [{ NumericGreaterThanEquals: 1 }, 1, 0],
    [{ BooleanEquals: true }, true, false],
    [{ BooleanEquals: false }, false, true],
    [{ TimestampEquals: '2026-01-01T00:00:00Z' }, '2026-01-01T01:00:00+01:00', '2026-01-01T00:00:01Z'],
    [{ TimestampLessThan: '2026-01-01T00:00:00Z' }, '2025-12-31T23:59:59.999Z', '2026-01-01T00:00:00Z'],
    [{ TimestampGreaterThanEquals: '2026-01-01T00:00:00Z' }, '2026-01-01T00:00:00Z', '2025-01-01T00:00:00Z'],
    [{ StringEqualsPath: '$.b' }, 'beside', 'other'],
    [{ StringEqualsPath: '$$.Execution.Name' }, 'one', 'two'],
    [{ IsNull: true }, null, 'x'],
    [{ IsNull: false }, 'x', null],
    [{ IsString: true }, 'x', 1],
    [{ IsNumeric: true }, 1, '1'],
    [{ IsBoolean: true }, false, null],
    [{ IsTimestamp: true }, '2026-01-01T00:00:00Z', '2026-01-01 00:00:00'],
  ])('%j holds for %j, not for %j', (operator, matching, other) => {
    expect(test(a(operator), { a: matching, b: 'beside' })).toBe(true);
    expect(test(a(operator), { a: other, b: 'beside' })).toBe(false);
  });

  it('does not hold for a value of another type', () => {
    expect(test(a({ StringEquals: '1' }), { a: 1 })).toBe(false);
    expect(test(a({ NumericLessThan: 1 }), { a: '0' })).toBe(false);
    expect(test(a({ TimestampLessThan: '2026-01-01T00:00:00Z' }), { a: 'soon' })).toBe(false);
    expect(test(a({ NumericEqualsPath: '$.b' }), { a: 1, b: '1' })).toBe(false);
  });

  it('fails where the variable is not there, unless that is the question', () => {
    expect(() => test(a({ StringEquals: 'x' }), {})).toThrow('States.Runtime');
    expect(() => test(a({ IsNull: true }), {})).toThrow('States.Runtime');
    expect(() => test(a({ StringEqualsPath: '$.b' }), { a: 'x' })).toThrow('States.Runtime');
    expect(test(a({ IsPresent: true }), {})).toBe(false);
    expect(test(a({ IsPresent: false }), {})).toBe(true);
    expect(test(a({ IsPresent: true }), { a: null })).toBe(true);
  });

  it('is combined by And, Or and Not, and a guard keeps the rest from being looked at', () => {
    const isX = a({ StringEquals: 'x' });
    const isThere = a({ IsPresent: true });

    expect(test({ And: [isThere, isX] }, {})).toBe(false);
    expect(test({ And: [isThere, isX] }, { a: 'x' })).toBe(true);
    expect(test({ Or: [{ Not: isThere }, isX] }, {})).toBe(true);
    expect(test({ Or: [{ Not: isThere }, isX] }, { a: 'y' })).toBe(false);
    expect(() => test({ And: [isX, isThere] }, {})).toThrow('States.Runtime');
  });
});
