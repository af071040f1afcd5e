import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches, nextAttempt } from '../../../../functions/adapters/local/asl/error-policy.ts';
import { retriers } from '../../../../functions/adapters/local/asl/error-policy-schema.ts';

/** Delays in seconds until the policy gives up, for an error that never goes away. */
function delays(policy: object[], error = 'E', random = () => 1): number[] {
  const parsed = retriers.parse(policy);
  const seconds: number[] = [];
  for (let given: readonly number[] = []; ; ) {
    const attempt = nextAttempt(parsed, error, given, random);
    if (attempt === undefined) return seconds;
    seconds.push(attempt.delay / 1_000);
    given = attempt.retries;
  }
}

describe('which errors a name matches', () => {
  it.each([
    ['States.ALL', 'E', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.ResultPathMatchFailure', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.TaskFailed', 'E', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.TaskFailed', 'States.HeartbeatTimeout', false],
    ['States.TaskFailed', 'States.Runtime', false],
    ['States.Timeout', 'States.Timeout', true],
    ['States.Timeout', 'States.HeartbeatTimeout', true],
    ['States.HeartbeatTimeout', 'States.Timeout', false],
    ['E', 'E', true],
    ['E', 'e', false],
  ])('%s and %s: %s', (name, error, expected) => {
    expect(matches([name], error)).toBe(expected);
  });
});

describe('how long a retry waits', () => {
  it('is one second, doubled, three times where nothing else is said', () => {
    expect(delays([{ ErrorEquals: ['States.ALL'] }])).toEqual([1, 2, 4]);
  });

  it('grows by BackoffRate up to MaxDelaySeconds', () => {
    const policy = {
      ErrorEquals: ['E'],
      IntervalSeconds: 5,
      BackoffRate: 3,
      MaxAttempts: 6,
      MaxDelaySeconds: 300,
    };

    expect(delays([policy])).toEqual([5, 15, 45, 135, 300, 300]);
  });

  it('is capped for ever, also when the backoff itself overflows', () => {
    const policy = retriers.parse([
      { ErrorEquals: ['E'], IntervalSeconds: 5, MaxAttempts: 99_999_999, MaxDelaySeconds: 300 },
    ]);

    expect(nextAttempt(policy, 'E', [5_000_000], () => 1)?.delay).toBe(300_000);
  });

  it('is not at all with MaxAttempts 0, or without a retrier that matches', () => {
    expect(delays([{ ErrorEquals: ['E'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }])).toEqual([]);
    expect(delays([{ ErrorEquals: ['F'] }])).toEqual([]);
    expect(delays([{ ErrorEquals: ['States.ALL'] }], 'States.Runtime')).toEqual([]);
  });

  it('is anywhere below the delay with full jitter', () => {
    const policy = { ErrorEquals: ['E'], IntervalSeconds: 4, JitterStrategy: 'FULL' };

    expect(delays([policy], 'E', () => 0.25)).toEqual([1, 2, 4]);
    expect(delays([policy], 'E', () => 0)).toEqual([0, 0, 0]);
  });

  it('counts each retrier by itself; the first that matches decides, even when it is spent', () => {
    const policy = retriers.parse([
      { ErrorEquals: ['A', 'B'], MaxAttempts: 2 },
      { ErrorEquals: ['C'], IntervalSeconds: 5 },
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 60 },
    ]);
    let given: readonly number[] = [];
    const seen = ['A', 'B', 'C', 'B'].map((error) => {
      const attempt = nextAttempt(policy, error, given, () => 1);
      given = attempt?.retries ?? given;
      return attempt?.delay;
    });

    expect(seen).toEqual([1_000, 2_000, 5_000, undefined]);
    expect(given).toEqual([2, 1, 0]);
  });

  it('never shrinks and never passes its cap', () => {
    const settings = fc.record({
      IntervalSeconds: fc.integer({ min: 1, max: 100 }),
      BackoffRate: fc.double({ min: 1, max: 10, noNaN: true }),
      MaxDelaySeconds: fc.integer({ min: 101, max: 1_000 }),
      MaxAttempts: fc.integer({ min: 0, max: 30 }),
    });
    fc.assert(
      fc.property(settings, (policy) => {
        const seconds = delays([{ ErrorEquals: ['E'], ...policy }]);
        expect(seconds).toHaveLength(policy.MaxAttempts);
        expect(seconds).toEqual(seconds.toSorted((left, right) => left - right));
        for (const delay of seconds) expect(delay).toBeLessThanOrEqual(policy.MaxDelaySeconds);
      }),
    );
  });
});
