import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isAllowedBy,
  parseSource,
  type Source,
  sourceOf,
  sourceText,
} from '../../functions/domain/source.ts';
import { sources } from '../support/sources.ts';

const parsed = (text: string): Source => {
  const result = parseSource(text);
  if (result.outcome === 'REFUSED') throw new Error(result.message);
  return result.source;
};

describe('a source as it is written', () => {
  it.each([
    ['10.20.30.40', { kind: 'network', cidr: '10.20.30.40/32' }],
    ['2001:DB8::/64', { kind: 'network', cidr: '2001:db8::/64' }],
    ['sg-0a1b2c3d4e5f60718', { kind: 'security-group', id: 'sg-0a1b2c3d4e5f60718' }],
    ['sg-0a1b2c3d', { kind: 'security-group', id: 'sg-0a1b2c3d' }],
    ['pl-0a1b2c3d4e5f60718', { kind: 'prefix-list', id: 'pl-0a1b2c3d4e5f60718' }],
    ['pl-6da54004', { kind: 'prefix-list', id: 'pl-6da54004' }],
  ])('%s is %j', (text, source) => {
    expect(parsed(text)).toMatchObject(source);
  });

  it.each([
    ['a group without digits', 'sg-', 'as EC2 writes it'],
    ['a group in capitals', 'SG-0A1B2C3D', 'as EC2 writes it'],
    ['digits between eight and seventeen', 'sg-0a1b2c3d4', 'as EC2 writes it'],
    ['a digit too many', 'pl-0a1b2c3d4e5f607180', 'as EC2 writes it'],
    ['a letter that is no digit', 'sg-0a1b2c3g', 'as EC2 writes it'],
    ['space around', ' sg-0a1b2c3d', 'as EC2 writes it'],
    ['a line break', 'sg-0a1b2c3d\n', 'as EC2 writes it'],
    ['a group of another account', '111122223333/sg-0a1b2c3d4e5f60718', 'of another account'],
    ['a group with a prefix', 'sg-0a1b2c3d/32', 'of another account'],
    ['a rule', 'sgr-0a1b2c3d4e5f60718', 'expected an address or CIDR'],
    ['another thing of EC2', 'vpc-0a1b2c3d4e5f60718', 'expected an address or CIDR'],
    ['everyone', '0.0.0.0/0', 'never allowed'],
    ['more text than any source has', `sg-${'0'.repeat(1_000)}`, 'at most 64 characters'],
  ])('%s is refused', (_, text, message) => {
    expect(parseSource(text)).toEqual({ outcome: 'REFUSED', message: expect.stringContaining(message) });
  });
});

describe('the canonical text', () => {
  it('leads back to its source, and to no other', () => {
    fc.assert(
      fc.property(sources, sources, (one, other) => {
        expect(sourceOf(sourceText(one))).toEqual(one);
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(sourceText(one) === sourceText(other)).toBe(isSame);
      }),
    );
  });

  it('is all that is taken from our own records', () => {
    expect(sourceOf('2001:db8::/64')).toMatchObject({ cidr: '2001:db8::/64' });
    for (const text of ['2001:DB8::/64', '10.20.30.40', 'SG-0a1b2c3d', '111122223333/sg-0a1b2c3d', '']) {
      expect(() => sourceOf(text)).toThrow('Not a canonical source');
    }
  });
});

describe('a source that is allowed', () => {
  it('is a network within a network, or the very same group or list', () => {
    fc.assert(
      fc.property(sources, sources, (one, other) => {
        expect(isAllowedBy(one, one)).toBe(true);
        if (one.kind === 'network' && other.kind === 'network') return;
        expect(isAllowedBy(one, other)).toBe(sourceText(one) === sourceText(other));
      }),
    );
  });

  it('is no wider network', () => {
    expect(isAllowedBy(parsed('10.0.0.0/8'), parsed('10.0.0.0/8'))).toBe(true);
    expect(isAllowedBy(parsed('10.20.30.40'), parsed('10.0.0.0/8'))).toBe(true);
    expect(isAllowedBy(parsed('10.0.0.0/7'), parsed('10.0.0.0/8'))).toBe(false);
  });
});
