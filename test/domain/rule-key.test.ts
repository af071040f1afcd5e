import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupKey, type Permission, parseGroupKey, ruleKey } from '../../functions/domain/rule-key.ts';
import { sourceText } from '../../functions/domain/source.ts';
import { sources } from '../support/sources.ts';

const aGroupRef = fc.record({
  account: fc.stringMatching(/^\d{12}$/),
  region: fc.constantFrom('eu-central-1', 'us-east-1', 'us-gov-west-1', 'ap-southeast-5'),
  groupId: fc.stringMatching(/^sg-[0-9a-f]{8}([0-9a-f]{9})?$/),
});

const texts = fc.oneof(
  // Few, so that two are often the same.
  fc.constantFrom('10.20.30.40/32', '10.20.30.0/24', 'sg-0a1b2c3d', 'pl-0a1b2c3d'),
  sources.map(sourceText),
);

const aPermission: fc.Arbitrary<Permission> = fc.record({
  protocol: fc.constantFrom('tcp', 'udp'),
  fromPort: fc.integer({ min: 0, max: 65_535 }),
  toPort: fc.integer({ min: 0, max: 65_535 }),
  source: texts,
});

describe('the key of a group', () => {
  it('reads as account, region and id', () => {
    const group = { account: '111122223333', region: 'eu-central-1', groupId: 'sg-0a1b2c3d' };
    expect(groupKey(group)).toBe('111122223333/eu-central-1/sg-0a1b2c3d');
  });

  it('leads back to its group', () => {
    fc.assert(
      fc.property(aGroupRef, (group) => {
        expect(parseGroupKey(groupKey(group))).toEqual(group);
      }),
    );
  });

  it.each([
    '',
    'sg-0a1b2c3d',
    '11112222333/eu-central-1/sg-0a1b2c3d',
    '111122223333/eu-central-1/sg-',
    '111122223333/eu-central-1/sg-0a1b2c3d/more',
    '111122223333/eu-central-1/sg-0a1b2c3d\n',
    ' 111122223333/eu-central-1/sg-0a1b2c3d',
    '111122223333//sg-0a1b2c3d',
    '111122223333/eu-central-1/vpc-0a1b2c3d',
  ])('is nothing else: %j', (key) => {
    expect(() => parseGroupKey(key)).toThrow('Not the key of a security group');
  });
});

describe('the key of a rule', () => {
  it('reads as protocol, ports and source', () => {
    const permission = { protocol: 'tcp', fromPort: 5432, toPort: 5433, source: '2001:db8::/64' } as const;
    expect(ruleKey(permission)).toBe('tcp/5432-5433/2001:db8::/64');
  });

  it('is the same only for the same permission', () => {
    fc.assert(
      fc.property(aPermission, aPermission, (one, other) => {
        const same =
          JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
        expect(ruleKey(one) === ruleKey(other)).toBe(same);
      }),
    );
  });
});
