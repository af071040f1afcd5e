import { describe, expect, it } from 'vitest';
import { CODE_SHAPE, TOKEN_SHAPE } from '../../functions/domain/approval-link.ts';
import { randomIds, randomSecrets } from '../../functions/runtime/random-ids.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const times = <T>(count: number, make: () => T): readonly T[] => Array.from({ length: count }, make);

const countOf = (values: Iterable<string>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

/** Whether all counts lie within six standard deviations: a fair source fails once in many millions of runs. */
const expectEven = (counts: ReadonlyMap<string, number>, kinds: number) => {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const mean = total / kinds;
  const allowed = 6 * Math.sqrt(mean * (1 - 1 / kinds));
  expect(counts.size).toBe(kinds);
  for (const count of counts.values()) expect(Math.abs(count - mean)).toBeLessThan(allowed);
};

describe('random ids', () => {
  const clock = new VirtualClock(1_469_918_176_385);
  const ids = randomIds(clock);

  it('have the shapes that the port promises', () => {
    expect(ids.requestId()).toMatch(/^req_[0-9a-z]{26}$/);
    expect(ids.ledgerId()).toMatch(/^lg_[0-9a-z]{26}$/);
    expect(ids.runId()).toMatch(/^run_[0-9a-z]{26}$/);
  });

  it('begin with the time, as in the specification of ULIDs', () => {
    expect(ids.requestId().slice(4, 14)).toBe('01ARYZ6S41'.toLowerCase());
  });

  it('sort by the time of their making', async () => {
    const earlier = ids.requestId();
    await clock.advance(1);
    expect(ids.requestId() > earlier).toBe(true);
  });

  it('are never the same, even within one millisecond', () => {
    expect(new Set(times(20_000, ids.requestId)).size).toBe(20_000);
  });

  it('have characters that are all equally likely', () => {
    expectEven(countOf(times(20_000, () => ids.ledgerId().slice(-16)).join('')), 32);
  });
});

describe('random secrets', () => {
  it('have the shapes that a link and its code have', () => {
    expect(randomSecrets.token()).toMatch(TOKEN_SHAPE);
    for (const code of times(1_000, randomSecrets.code)) expect(code).toMatch(CODE_SHAPE);
  });

  it('are 256 bits each, and differ', () => {
    expect(Buffer.from(randomSecrets.token(), 'base64url')).toHaveLength(32);
    expect(new Set(times(1_000, randomSecrets.token)).size).toBe(1_000);
  });

  it('have digits that are all equally likely in every place, zeros at the front included', () => {
    const codes = times(20_000, randomSecrets.code);
    for (const place of [0, 1, 2, 3, 4, 5]) expectEven(countOf(codes.map((code) => code.charAt(place))), 10);
  });
});
