import { describe, expect, it } from 'vitest';
import { admits, covers } from '../../../../functions/adapters/local/gate/admission.ts';
import type { StoredRule } from '../../../../functions/adapters/observe-rule.ts';

const rule = (part: Partial<StoredRule>): StoredRule => ({
  ruleId: 'sgr-1',
  protocol: 'tcp',
  fromPort: 5432,
  toPort: 5432,
  source: '10.0.0.0/8',
  description: null,
  deployment: null,
  ...part,
});

describe('a rule covers a TCP port', () => {
  it.each<[string, Partial<StoredRule>, boolean]>([
    ['that it names', {}, true],
    ['within its range', { fromPort: 5000, toPort: 6000 }, true],
    ['at the ends of its range', { fromPort: 5432, toPort: 6000 }, true],
    ['as part of all traffic', { protocol: '-1', fromPort: -1, toPort: -1 }, true],
    ['not beside its range', { fromPort: 5433, toPort: 6000 }, false],
    ['not by the same UDP port', { protocol: 'udp' }, false],
    ['not for a referenced group, which has no members here', { source: 'sg-0aaa' }, false],
  ])('%s', (_, part, expected) => {
    expect(covers(rule(part), 5432)).toBe(expected);
  });
});

describe('an address is admitted', () => {
  it.each([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.0.0.1/32', '10.0.0.1', true],
    ['10.0.0.1/32', '10.0.0.2', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['10.0.0.0/8', '::ffff:11.1.2.3', false],
    ['2001:db8::/64', '2001:db8::1', true],
    ['2001:db8::/64', '2001:db9::1', false],
    ['2001:db8::/64', '10.0.0.1', false],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['10.0.0.0/8', 'nonsense', false],
  ])('by %s to %s: %j', (source, address, expected) => {
    expect(admits([rule({ source })], 5432, address)).toBe(expected);
  });

  it('by any of several rules', () => {
    const rules = [rule({ source: '10.0.0.1/32' }), rule({ source: '10.0.0.2/32' })];
    expect(admits(rules, 5432, '10.0.0.2')).toBe(true);
    expect(admits([], 5432, '10.0.0.2')).toBe(false);
  });
});
